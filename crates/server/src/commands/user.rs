//! `vasculum user`.

use serde_json::{Value as Json, json};
use vasculum_domain::users::{self, NewUser};
use vasculum_model::Result;
use vasculum_store::Purpose;

use super::{access, collection, open};
use crate::cli::User;
use crate::config::Config;
use crate::exit;
use crate::out::{self, Out};
use crate::passwords;

pub(super) fn run(user: User, config: &Config, out: &Out) -> Result<u8> {
    match user {
        User::Add { name, admin, password, email, collection, role } => {
            let new = NewUser { name, password, admin, email };
            add(new, collection.zip(role), config, out)
        }
        User::Passwd { name, password } => passwd(&name, password, config, out),
        User::List => list(config, out),
    }
}

fn add(mut new: NewUser, role: Option<(String, String)>, config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let access = access(&db, None)?;
    let role = match role {
        Some((code, role)) => Some((collection(&db, &code)?, role)),
        None => None,
    };
    let password = passwords::get(new.password.take(), &new.name, out)?;
    new.password = Some(password.text.clone());
    let name = new.name.trim().to_owned();
    let id = db.write(&access, Purpose::new("user", format!("User {name} added")), |tx| {
        let id = users::add_user(tx, new)?;
        if let Some((collection, role)) = role {
            let role = users::add_role_from_library(tx, collection, &role)?;
            users::give_role(tx, id, role)?;
        }
        Ok(id)
    })?;
    let mut document = json!({"id": id, "user": name});
    let mut words = format!("User {name} added.");
    tell(&mut document, &mut words, &password);
    out.result(&document, &words);
    Ok(exit::DONE)
}

fn passwd(name: &str, password: Option<String>, config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let access = access(&db, None)?;
    let id = db.read(&access, |tx| users::find_user(tx, name))?;
    let password = passwords::get(password, name, out)?;
    users::set_password(&db, &access, id, &password.text)?;
    let mut document = json!({"id": id, "user": name});
    let mut words = format!("New password for {name}; their sessions have ended.");
    tell(&mut document, &mut words, &password);
    out.result(&document, &words);
    Ok(exit::DONE)
}

/// Shows a password that was made here; one that somebody typed is never shown.
fn tell(document: &mut Json, words: &mut String, password: &passwords::Password) {
    if password.is_new {
        document["password"] = password.text.as_str().into();
        words.push_str(&format!("\nPassword, shown only now: {}", password.text));
    }
}

fn list(config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let access = access(&db, None)?;
    let hierarchy = db.hierarchy()?;
    let code =
        |id: i64| hierarchy.collections.iter().find(|place| place.id == id).map_or("?", |place| place.code.as_str());
    let (mut documents, mut rows) = (Vec::new(), Vec::new());
    db.read(&access, |tx| {
        for user in users::list_users(tx)? {
            let roles: Vec<(String, String)> = users::roles_of(tx, user.id)?
                .into_iter()
                .map(|role| (code(role.collection).to_owned(), role.name))
                .collect();
            let spelled: Vec<String> = roles.iter().map(|(collection, role)| format!("{collection}: {role}")).collect();
            rows.push(vec![
                user.id.to_string(),
                user.name.clone(),
                if user.is_admin { "administrator".to_owned() } else { spelled.join("; ") },
                user.email.clone().unwrap_or_default(),
            ]);
            let roles: Vec<Json> = roles.iter().map(|(at, role)| json!({"collection": at, "role": role})).collect();
            documents.push(
                json!({"id": user.id, "user": user.name, "email": user.email, "admin": user.is_admin, "roles": roles}),
            );
        }
        Ok(())
    })?;
    out.result(&json!({"users": documents}), &out::table(&["id", "user", "roles", "e-mail"], &rows));
    Ok(exit::DONE)
}
