//! `cargo xtask screenshots`: a picture of every page, for whoever judges how the product looks.

use std::path::PathBuf;

use crate::run::{Doing, Failure, run};
use crate::steps::Steps;
use crate::{browser, packages, paths, test, web};

const SYNTAX: &str = "cargo xtask screenshots [-o DIR] [--filter TEXT]";

/// What the command line asks for.
#[derive(Debug, Default, PartialEq)]
struct Wish {
    directory: Option<PathBuf>,
    /// Only pages that have this in their address.
    filter: Option<String>,
}

impl Wish {
    fn read(arguments: &[String]) -> Result<Wish, Failure> {
        let mut wish = Wish::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match (argument.as_str(), rest.next()) {
                ("-o", Some(directory)) => {
                    wish.directory = Some(std::path::absolute(directory).doing(format!("make {directory} absolute"))?);
                }
                ("--filter", Some(text)) => wish.filter = Some(text.clone()),
                ("-o" | "--filter", None) => return Err(Failure::usage(format!("{argument} takes a value: {SYNTAX}"))),
                _ => return Err(Failure::usage(format!("{argument:?} is unknown: {SYNTAX}"))),
            }
        }
        Ok(wish)
    }
}

/// `cargo xtask screenshots [-o DIR] [--filter TEXT]`.
///
/// Builds the program with its front end, fills a demo institution and opens every page of `e2e/all-pages.mjs` in light
/// and dark at three widths. The pictures and the `index.html` that shows them side by side are in `screenshots` in the
/// cache, unless the command line names another directory. What lies there of an earlier run is written over.
pub(crate) fn screenshots(arguments: &[String]) -> Result<(), Failure> {
    let wish = Wish::read(arguments)?;
    let directory = match wish.directory {
        Some(directory) => directory,
        None => paths::cache()?.join("screenshots"),
    };
    packages::ensure(&[browser::CHROMIUM])?;
    let _entered = paths::enter()?;
    let mut steps = Steps::new(3);
    steps.step("Front end", || Ok(((), web::build(false)?)))?;
    let vasculum = steps.step("Program", || Ok((test::program()?, "compiled".to_owned())))?;
    steps.step(&format!("Pictures in {}", directory.display()), || {
        let mut script = browser::script("screenshots.mjs", &vasculum)?;
        script.arg(&directory).args(wish.filter);
        run(&mut script)?;
        Ok(((), "taken".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Wish, Failure> {
        Wish::read(&arguments.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_directory_and_a_part_of_the_address_can_be_named() {
        assert_eq!(read(&[]).expect("nothing must be said"), Wish::default());
        let wish = read(&["--filter", "/system", "-o", "/pictures"]).expect("both are known");
        assert_eq!(wish, Wish { directory: Some("/pictures".into()), filter: Some("/system".to_owned()) });
    }

    #[test]
    fn wrong_arguments_of_screenshots_are_usage_errors() {
        for arguments in [&["-o"][..], &["--filter"], &["--all"], &["pictures"]] {
            assert_eq!(read(arguments).expect_err("they are wrong").code, crate::run::USAGE, "{arguments:?}");
        }
    }
}
