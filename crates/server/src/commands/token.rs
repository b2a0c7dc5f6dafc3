//! `vasculum token`.

use std::collections::HashMap;

use serde_json::json;
use vasculum_domain::users::{self, TokenScope};
use vasculum_model::{Result, Timestamp};

use super::{access, moment, open};
use crate::cli::{Scope, Token};
use crate::config::Config;
use crate::exit;
use crate::out::{self, Out};

pub(super) fn run(token: Token, config: &Config, out: &Out) -> Result<u8> {
    match token {
        Token::Add { user, scope, days, name } => add(&user, scope, days, &name, config, out),
        Token::List => list(config, out),
        Token::Revoke { token } => revoke(&token, config, out),
    }
}

fn add(user: &str, scope: Scope, days: Option<u32>, name: &str, config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let id = db.read(&access(&db, None)?, |tx| users::find_user(tx, user))?;
    let expires = days.map(|days| Timestamp(db.now().0 + i64::from(days) * 86_400_000_000));
    let scope = if scope == Scope::Write { TokenScope::Write } else { TokenScope::Read };
    let secret = users::make_token(&db, id, scope, name, expires)?;
    let document = json!({
        "token": secret,
        "user": user,
        "scope": scope.name(),
        "name": name,
        "expires": expires.map(|at| at.to_string()),
    });
    let words = format!("Token for {user}, which may {}, shown only now:\n{secret}", scope.name());
    out.result(&document, &words);
    Ok(exit::DONE)
}

fn list(config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let users = db.read(&access(&db, None)?, users::list_users)?;
    let names: HashMap<i64, String> = users.into_iter().map(|user| (user.id, user.name)).collect();
    let (mut documents, mut rows) = (Vec::new(), Vec::new());
    for token in users::tokens(&db, None)? {
        let user = names.get(&token.user).map_or("?", String::as_str);
        rows.push(vec![
            token.id.clone(),
            user.to_owned(),
            token.scope.name().to_owned(),
            token.name.clone(),
            moment(token.made),
            moment(token.seen),
            token.expires.map_or_else(|| "never".to_owned(), moment),
        ]);
        documents.push(json!({
            "id": token.id,
            "user": user,
            "scope": token.scope.name(),
            "name": token.name,
            "made": token.made.to_string(),
            "seen": token.seen.to_string(),
            "expires": token.expires.map(|at| at.to_string()),
        }));
    }
    let head = ["id", "user", "may", "name", "made", "last used", "expires"];
    out.result(&json!({"tokens": documents}), &out::table(&head, &rows));
    Ok(exit::DONE)
}

fn revoke(token: &str, config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let gone = users::revoke_token(&db, &access(&db, None)?, None, token)?;
    out.result(&json!({"id": gone.id, "name": gone.name}), &format!("Token ‘{}’ is void.", gone.name));
    Ok(exit::DONE)
}
