//! Signing in, forged requests, headers, and answers for people.

use serde_json::json;

use crate::house::{House, PASSWORD, on_every_house};

const HERE: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Signs in and returns the cookie.
fn sign_in(house: &House, name: &str) -> String {
    let body = json!({ "name": name, "password": PASSWORD });
    let reply = house.call_with("nobody", "POST", "/api/v1/session", &[HERE], Some(body)).expect(204);
    let cookie = reply.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly; SameSite=Lax; Path=/; Max-Age=") && !cookie.contains("Secure"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

#[test]
fn a_session_lasts_until_one_signs_out() {
    on_every_house(|house| {
        house.call("nobody", "GET", "/api/v1/session", None).expect(401);
        let cookie = sign_in(house, "editor");
        let here = [("cookie", cookie.as_str()), HERE];
        let who = house.call_with("nobody", "GET", "/api/v1/session", &here, None).expect(200).json();
        assert_eq!((&who["name"], &who["collections"][0]["code"]), (&json!("editor"), &json!("fish")));
        assert_eq!(who["collections"].as_array().map(Vec::len), Some(1));
        house
            .call_with("nobody", "POST", "/api/v1/CollectionObject", &here, Some(house.specimen("000000001")))
            .expect(201);
        house.call_with("nobody", "DELETE", "/api/v1/session", &here, None).expect(204);
        house.call_with("nobody", "GET", "/api/v1/session", &here, None).expect(401);
    });
}

#[test]
fn signing_in_anew_ends_the_former_session() {
    on_every_house(|house| {
        let former = sign_in(house, "editor");
        let body = json!({ "name": "editor", "password": PASSWORD });
        house.call_with("nobody", "POST", "/api/v1/session", &[("cookie", &former), HERE], Some(body)).expect(204);
        house.call_with("nobody", "GET", "/api/v1/session", &[("cookie", &former)], None).expect(401);
    });
}

#[test]
fn another_site_can_not_make_a_browser_write() {
    on_every_house(|house| {
        let cookie = sign_in(house, "editor");
        for more in [
            vec![],
            vec![("sec-fetch-site", "cross-site")],
            vec![("origin", "https://evil.example"), ("host", "museum.example")],
        ] {
            let mut headers = vec![("cookie", cookie.as_str())];
            headers.extend(more);
            let reply = house.call_with(
                "nobody",
                "POST",
                "/api/v1/CollectionObject",
                &headers,
                Some(house.specimen("000000001")),
            );
            assert_eq!(reply.expect(403).json()["detail"], "This request does not come from a page of this server.");
        }
        let headers = [("cookie", cookie.as_str()), ("origin", "https://museum.example"), ("host", "museum.example")];
        house
            .call_with("nobody", "POST", "/api/v1/CollectionObject", &headers, Some(house.specimen("000000001")))
            .expect(201);
    });
}

#[test]
fn who_came_who_left_and_who_failed_stands_in_the_audit_log() {
    on_every_house(|house| {
        for (name, password) in [("editor", "guess one"), ("editor", "guess two"), ("a pressed fern", "editor")] {
            let body = json!({ "name": name, "password": password });
            house.call_with("nobody", "POST", "/api/v1/session", &[HERE], Some(body)).expect(422);
        }
        let cookie = sign_in(house, "editor");
        let here = [("cookie", cookie.as_str()), HERE];
        house.call_with("nobody", "DELETE", "/api/v1/session", &here, None).expect(204);
        let listed = |kind: &str| house.open("admin", &format!("/admin/audit?kind={kind}")).expect(200).text;
        let failed = listed("sign-in-failed");
        let words = "Failed to sign in as editor, from 0.0.0.0, 2 times within the hour";
        assert!(failed.contains(words) && failed.contains("by a name that no user has"), "{failed}");
        assert!(!failed.contains("a pressed fern") && !failed.contains("guess"), "{failed}");
        assert!(listed("sign-in").contains("Signed in (editor)"));
        assert!(listed("sign-out").contains("Signed out (editor)"));
        assert!(listed("sign-out").contains("<option value=\"sign-in-failed\">Sign in failed</option>"));
        let file = house.open("admin", "/admin/audit/export?format=csv&kind=sign-in-failed").expect(200).text;
        assert_eq!(file.lines().count(), 3, "{file}");
    });
}

#[test]
fn a_password_can_not_be_guessed_quickly() {
    on_every_house(|house| {
        let body = json!({ "name": "admin", "password": "guess" });
        for _ in 0..5 {
            house.call_with("nobody", "POST", "/api/v1/session", &[HERE], Some(body.clone())).expect(422);
        }
        let late = house.call_with("nobody", "POST", "/api/v1/session", &[HERE], Some(body)).expect(429);
        let wait: u32 = late.header("retry-after").parse().unwrap();
        assert!((1..=10).contains(&wait), "{wait}");
        sign_in(house, "editor");
    });
}

#[test]
fn a_token_that_is_not_good_is_refused() {
    on_every_house(|house| {
        for token in ["Bearer vsc_nothing", "Bearer x", "bearer "] {
            let headers = [("authorization", token)];
            let reply = house.call_with("nobody", "GET", "/api/v1/CollectionObject", &headers, None).expect(401);
            assert!(reply.header("www-authenticate").starts_with("Bearer"));
        }
    });
}

#[test]
fn every_answer_forbids_what_no_page_needs() {
    on_every_house(|house| {
        for path in ["/api", "/api/v1", "/nothing", "/healthz", "/api/v1/CollectionObject"] {
            let reply = house.call("nobody", "GET", path, None);
            let policy = reply.header("content-security-policy");
            assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
            assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{path}");
        }
        let page = house.call("nobody", "GET", "/api", None).expect(200);
        assert!(page.text.contains("<form id=\"console\"") && !page.text.contains(" style="));
        house.call("nobody", "GET", "/api/console.js", None).expect(200);
        house.call("nobody", "GET", "/healthz", None).expect(200);
    });
}

#[test]
fn people_get_pages_and_programs_get_problems() {
    on_every_house(|house| {
        let browser = [("accept", "text/html,application/xhtml+xml")];
        let page = house.call_with("nobody", "GET", "/nothing", &browser, None).expect(404);
        assert!(
            page.header("content-type").starts_with("text/html") && page.text.contains("There is nothing at /nothing.")
        );
        let problem = house.call("nobody", "GET", "/nothing", None).expect(404);
        assert_eq!(problem.header("content-type"), "application/problem+json");
        let api = house.call_with("nobody", "GET", "/api/v1/CollectionObject", &browser, None).expect(401);
        assert_eq!(api.header("content-type"), "application/problem+json");
    });
}
