//! Pages in the reader's language, and what people write in it.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::house::{House, Reply, on_every_house};

impl House {
    /// Opens a page in somebody's name with a browser that asks for these languages.
    fn open_in(&self, who: &str, languages: &str, path: &str) -> Reply {
        self.call_with(who, "GET", path, &[("accept", "text/html"), ("accept-language", languages)], None)
    }
}

#[test]
fn a_page_speaks_the_language_that_the_browser_asks_for() {
    on_every_house(|house| {
        let page = house.open_in("editor", "uk,en;q=0.5", "/data/CollectionObject").expect(200);
        assert!(page.text.contains("<html lang=\"uk\"") && page.text.contains("Об’єкти колекції"), "{}", page.text);
        let page = house.open_in("editor", "nl", "/data/CollectionObject").expect(200);
        assert!(page.text.contains("<html lang=\"en\"") && page.text.contains("Collection objects"), "{}", page.text);
        // A language that was chosen goes before those of the browser; refusals speak it too.
        let headers = [("accept", "text/html"), ("accept-language", "uk"), ("cookie", "vasculum_ui=language:de")];
        let refused = house.call_with("editor", "GET", "/data/Nothing", &headers, None).expect(404);
        assert!(
            refused.text.contains("<html lang=\"de\"") && refused.text.contains("Hier ist nichts"),
            "{}",
            refused.text
        );
        let page = house.open_in("nobody", "pt-PT,pt;q=0.9", "/sign-in").expect(200);
        assert!(page.text.contains("<html lang=\"pt-BR\"") && page.text.contains("Senha"), "{}", page.text);
    });
}

#[test]
fn a_language_is_chosen_without_scripts() {
    on_every_house(|house| {
        let request = Request::builder().method("POST").uri("/preferences").header("host", "museum.org");
        let request = request.header("referer", "http://museum.org/sign-in?next=/data");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let res = house.send(request.body(Body::from("language=fr")).unwrap()).expect(303);
        assert_eq!(res.header("location"), "/sign-in?next=/data");
        assert!(res.header("set-cookie").starts_with("vasculum_ui=language:fr;"), "{}", res.header("set-cookie"));
    });
}

#[test]
fn the_api_and_the_journal_speak_english_to_everybody() {
    on_every_house(|house| {
        let german = [("accept-language", "de")];
        let refused = house.call_with("editor", "GET", "/api/v1/CollectionObject/999999", &german, None).expect(404);
        assert_eq!(refused.json()["title"], json!("There is nothing here"));
        let fields = [("localityName", "Donau bei Hainburg"), ("srcLatLongUnit", "0")];
        let saved = house.submit_in("editor", "de", "/data/Locality", &fields).expect(303);
        let change = saved.header("location").split("saved=").nth(1).unwrap().to_owned();
        let set = house.call("editor", "GET", &format!("/api/v1/change-sets/{change}"), None).expect(200).json();
        assert!(set["summary"].as_str().unwrap().starts_with("Made locality "), "{set}");
        let page = house.open_in("editor", "de", &format!("/changes/{change}")).expect(200);
        assert!(page.text.contains("Angelegt: Fundort Donau bei Hainburg"), "{}", page.text);
    });
}

#[test]
fn dates_and_decimals_are_shown_and_read_in_the_language_of_the_page() {
    on_every_house(|house| {
        let made = house.make("editor", "CollectionObject", {
            let mut specimen = house.specimen("000000001");
            specimen["catalogedDate"] = json!("1987-05-12");
            specimen["catalogedDatePrecision"] = json!(1);
            specimen
        });
        let path = format!("/data/CollectionObject/{}", made["id"]);
        let page = house.open_in("editor", "uk", &path).expect(200);
        assert!(page.text.contains("value=\"12 травня 1987 р.\""), "{}", page.text);
        // What is sent back as it was shown changes nothing.
        let version = made["version"].to_string();
        let same = [("version", version.as_str()), ("catalogedDate", "12 травня 1987 р.")];
        let saved = house.submit_in("editor", "uk", &path, &same).expect(303);
        assert!(saved.header("location").contains("unchanged"), "{}", saved.header("location"));
        // Nor does the date in the words of another language.
        let same = [("version", version.as_str()), ("catalogedDate", "12 de mayo de 1987")];
        let saved = house.submit_in("editor", "de", &path, &same).expect(303);
        assert!(saved.header("location").contains("unchanged"), "{}", saved.header("location"));
    });
}

#[test]
fn coordinates_are_read_as_people_write_them_and_kept_as_typed() {
    on_every_house(|house| {
        let saved_as = |language: &str, fields: &[(&str, &str)]| {
            let fields = [&[("localityName", "Pond"), ("srcLatLongUnit", "0")][..], fields].concat();
            let saved = house.submit_in("editor", language, "/data/Locality", &fields).expect(303);
            let id = saved.header("location").split(['/', '?']).nth(3).unwrap().to_owned();
            let json = house.call("editor", "GET", &format!("/api/v1/Locality/{id}"), None).expect(200).json();
            ["latitude1", "longitude1", "lat1text", "long1text", "srcLatLongUnit", "datum"]
                .map(|field| json[field].as_str().map_or_else(|| json[field].to_string(), str::to_owned))
        };
        assert_eq!(
            saved_as("en", &[("latitude1", "39° 30′ S"), ("longitude1", "W 70.5")]),
            ["-39.5", "-70.5", "39° 30′ S", "W 70.5", "2", "null"]
        );
        assert_eq!(
            saved_as("de", &[("latitude1", "47,5"), ("longitude1", "13° 24' O")]),
            ["47.5", "13.4", "47,5", "13° 24' O", "2", "null"]
        );
        assert_eq!(
            saved_as("en", &[("latitude1", "40.25, -74.75 WGS84"), ("longitude1", "")]),
            ["40.25", "-74.75", "40.25, -74.75 WGS84", "40.25, -74.75 WGS84", "0", "WGS84"]
        );
        let fields = [("localityName", "Pond"), ("srcLatLongUnit", "0"), ("latitude1", "-39 S")];
        let refused = house.submit_in("editor", "es", "/data/Locality", &fields).expect(422);
        assert!(refused.text.contains("value=\"-39 S\"") && refused.text.contains("signo"), "{}", refused.text);
    });
}

#[test]
fn what_is_understood_is_told_while_one_types() {
    on_every_house(|house| {
        let ask = |language: &str, query: &str| {
            let headers = [("accept-language", language)];
            house.call_with("reader", "GET", &format!("/understand?{query}"), &headers, None).expect(200).json()
        };
        assert_eq!(ask("fr", "kind=date&text=12.v.1987")["understood"], json!("12 mai 1987"));
        assert_eq!(ask("en", "kind=latitude&text=39%2030.3%20S")["understood"], json!("39.505° S"));
        assert!(ask("en", "kind=latitude&text=-39%20S")["problem"].as_str().is_some());
        assert_eq!(ask("en", "kind=date&text="), json!({}));
        house.call("nobody", "GET", "/understand?kind=date&text=1987", None).expect(401);
    });
}
