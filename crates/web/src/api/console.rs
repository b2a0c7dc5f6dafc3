//! `GET /api`: a page for trying out the API, with its script.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::ui::components::icon;
use crate::ui::frame::{Page, bare_page};

const SCRIPT: &str = include_str!("console.js");

/// `GET /api/console.js`.
pub async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

/// `GET /api`.
pub async fn page() -> Markup {
    let body = html! {
        div class="stack" {
            p {
                "Tables, fields and links have the names of the data model. "
                a href="/api/openapi.json" { "The description (OpenAPI 3.1)" }
                " lists every address. Without a token you act as whoever is signed in here."
            }
            form id="console" class="form stack" method="get" action="/api" {
                div class="field" {
                    label class="label" for="token" { "Token" }
                    input class="input" id="token" name="token" type="password" autocomplete="new-password" placeholder="vsc_…";
                }
                div class="field" {
                    label class="label" for="method" { "Method" }
                    span class="select" {
                        select class="input" id="method" name="method" {
                            @for method in ["GET", "POST", "PATCH", "DELETE"] { option { (method) } }
                        }
                        (icon("chevron-down"))
                    }
                }
                div class="field" {
                    label class="label" for="path" { "Address" }
                    input class="input" id="path" name="path" type="text" list="paths" spellcheck="false" value="/api/v1/CollectionObject?limit=5&inline=owned";
                    datalist id="paths" {}
                }
                div class="field" {
                    label class="label" for="if-match" { "If-Match" }
                    input class="input" id="if-match" name="if-match" type="text" spellcheck="false" placeholder="\"3\"";
                }
                div class="field" {
                    label class="label" for="body" { "Body (JSON)" }
                    textarea class="input mono" id="body" name="body" rows="8" spellcheck="false" {}
                }
                div class="row" { button class="button button-primary" type="submit" { "Send" } }
            }
            p { strong id="status" role="status" {} }
            pre id="headers" tabindex="0" {}
            pre id="answer" tabindex="0" {}
            noscript { p { "Trying out requests here needs JavaScript; the API itself needs nothing but HTTP." } }
            script type="module" src="/api/console.js" {}
        }
    };
    bare_page(&Page { title: "API console", body, is_reading: true, ..Page::default() }, "")
}
