//! `vasculum init`.

use serde_json::json;
use vasculum_domain::setup::{self, NewCollection, NewInstitution};
use vasculum_domain::users::{self, NewUser};
use vasculum_model::Result;
use vasculum_store::{Access, Purpose};

use super::create;
use crate::cli::Init;
use crate::config::Config;
use crate::exit;
use crate::out::Out;
use crate::passwords;

pub(super) fn run(init: Init, config: &Config, out: &Out) -> Result<u8> {
    // Whatever can be refused is refused before anything is made.
    setup::discipline_type(&init.discipline).map_or_else(|| Err(unknown_discipline(&init.discipline)), |_| Ok(()))?;
    let password = passwords::get(init.password, &init.admin, out)?;
    users::check_password(&init.admin, &password.text, users::MIN_PASSWORD_LENGTH)?;
    let db = create(config)?;
    let new = NewInstitution { name: init.institution.clone(), code: initials(&init.institution) };
    let first = NewCollection {
        code: init.collection.clone(),
        discipline_type: init.discipline.clone(),
        ..NewCollection::default()
    };
    let user = NewUser { name: init.admin.clone(), password: Some(password.text.clone()), admin: true, email: None };
    let purpose = Purpose::new("init", format!("Institution ‘{}’ set up", init.institution));
    let made = db.write(&Access::system("init"), purpose, |tx| {
        let made = setup::init(tx, new, first)?;
        users::install_library_roles(tx)?;
        users::add_user(tx, user)?;
        Ok(made)
    })?;
    let mut document = json!({
        "institution": init.institution,
        "collection": init.collection,
        "collectionId": made.collection,
        "user": init.admin,
        "data": config.data,
    });
    let mut words = format!(
        "Made the institution ‘{}’ with the collection {} in {}.\nUser: {}\n",
        init.institution,
        init.collection,
        config.data.display(),
        init.admin
    );
    if password.is_new {
        document["password"] = password.text.as_str().into();
        words.push_str(&format!("Password, shown only now: {}\n", password.text));
    }
    words.push_str("Next: `vasculum serve`.");
    out.result(&document, &words);
    Ok(exit::DONE)
}

fn unknown_discipline(name: &str) -> vasculum_model::Error {
    let known: Vec<&str> = setup::DISCIPLINE_TYPES.iter().map(|kind| kind.name).collect();
    vasculum_model::Error::invalid(format!("‘{name}’ is no kind of discipline."))
        .hint(format!("There are: {}.", known.join(", ")))
}

/// A short code for an institution: the first letters of its words with a capital, or else of its name.
fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().next().filter(|letter| letter.is_uppercase());
    let code: String = name.split_whitespace().filter_map(first).take(16).collect();
    if code.chars().count() > 1 {
        code
    } else {
        name.chars().filter(|letter| letter.is_alphanumeric()).take(16).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn an_institution_gets_a_code_from_its_name() {
        assert_eq!(initials("Museum of Natural History"), "MNH");
        assert_eq!(initials("Senckenberg"), "Senckenberg");
    }
}
