//! The guided setup of a server without an institution.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt as _;
use vasculum_model::names::{institution, storage_tree_def_item, taxon};
use vasculum_store::{Access, Database, Filter, Place, Select, system_clock};
use vasculum_web::{Options, Setup, setup_router};

/// A browser in front of an empty server.
struct Browser {
    router: Router,
    cookies: Vec<String>,
}

struct Answer {
    status: u16,
    location: String,
    text: String,
}

impl Browser {
    async fn send(&mut self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("host", "museum.org").header("accept", "text/html");
        if method == "POST" {
            request = request.header("origin", "http://museum.org").header("content-type", kind);
        }
        if !self.cookies.is_empty() {
            request = request.header("cookie", self.cookies.join("; "));
        }
        let res = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        for cookie in res.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let name = format!("{}=", pair.split('=').next().unwrap());
            self.cookies.retain(|other| !other.starts_with(&name));
            self.cookies.push(pair);
        }
        let location = res.headers().get("location").map_or("", |value| value.to_str().unwrap()).to_owned();
        let status = res.status().as_u16();
        let bytes = to_bytes(res.into_body(), usize::MAX).await.unwrap();
        Answer { status, location, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", Vec::new()).await
    }

    async fn post(&mut self, path: &str, body: &str) -> Answer {
        self.send("POST", path, "application/x-www-form-urlencoded", body.as_bytes().to_vec()).await
    }
}

const USER: &str = "first_name=Ada&last_name=Oduya&user=ada&password=a+pressed+fern&again=a+pressed+fern";

#[tokio::test]
async fn an_empty_server_becomes_an_institution() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data").join("vasculum.db");
    let place = Place::File(file.clone());
    let make = move || Database::create(place.clone(), system_clock);
    let setup = Setup::new(Box::new(make), Options::default()).unwrap();
    let code = setup.code();
    let router = setup_router(setup.clone());
    let mut browser = Browser { router: router.clone(), cookies: Vec::new() };
    let mut stranger = Browser { router, cookies: Vec::new() };

    assert_eq!(browser.get("/data/Taxon").await.location, "/setup");
    assert_eq!(browser.get("/setup/user").await.location, "/setup", "no step without the code");
    assert_eq!(stranger.post("/setup", "code=0000-0000-0000").await.status, 403);
    assert_eq!(browser.post("/setup", &format!("code={}", code.to_uppercase())).await.location, "/setup/institution");
    assert_eq!(stranger.post("/setup", &format!("code={code}")).await.status, 403, "the code is used up");
    assert_eq!(stranger.get("/setup/institution").await.location, "/setup");

    let missing = browser.post("/setup/institution", "institution=&institution_code=MT&go=next").await;
    assert_eq!(missing.status, 422);
    assert!(missing.text.contains("value=\"MT\"") && missing.text.contains("aria-invalid"), "{}", missing.text);
    let next = browser.post("/setup/institution", "institution=Museum&institution_code=MT&go=next").await;
    assert_eq!(next.location, "/setup/discipline");
    assert_eq!(browser.post("/setup/discipline", "kind=stamps&go=next").await.status, 422);
    assert_eq!(browser.post("/setup/discipline", "kind=bird&go=back").await.location, "/setup/institution");
    assert!(browser.get("/setup/institution").await.text.contains("value=\"Museum\""), "what was answered is kept");
    assert_eq!(
        browser.post("/setup/discipline", "kind=bird&division=Zoology&go=next").await.location,
        "/setup/collection"
    );
    let next = browser.post("/setup/collection", "collection=Birds&collection_code=birds&go=next").await;
    assert_eq!(next.location, "/setup/trees");
    let form = "--b\r\nContent-Disposition: form-data; name=\"names\"\r\n\r\nfile\r\n--b\r\n\
        Content-Disposition: form-data; name=\"places\"\r\n\r\nempty\r\n--b\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"taxa.csv\"\r\nContent-Type: text/csv\r\n\r\n\
        taxonID,scientificName,taxonRank,kingdom,phylum,class,order,family\n1,Turdus merula Linnaeus,species,Animalia,Chordata,Aves,Passeriformes,Turdidae\n\r\n--b--\r\n";
    let next = browser.send("POST", "/setup/trees", "multipart/form-data; boundary=b", form.as_bytes().to_vec()).await;
    assert_eq!(next.location, "/setup/user", "{}", next.text);
    assert!(browser.get("/setup/user").await.text.contains("taxa.csv"));
    assert_eq!(browser.post("/setup/user", &format!("{USER}x&go=next")).await.status, 422);
    assert!(!file.exists(), "nothing is written before the last step");

    let done = browser.post("/setup/user", &format!("{USER}&go=next")).await;
    assert_eq!((done.status, done.location.as_str()), (303, "/"), "{}", done.text);
    let home = browser.get("/").await;
    assert_eq!(home.status, 200, "{}", home.text);
    assert!(home.text.contains("Birds"), "the first user is signed in");
    assert_eq!(browser.get("/setup").await.status, 404, "the setup is over");
    let db = Arc::new(Database::open(Place::File(file), system_clock).unwrap());
    db.read(&Access::system("test"), |tx| {
        assert_eq!(tx.count(&Select::all(institution::TABLE))?, 1);
        let named = Filter::is(taxon::FULL_NAME, "Turdus merula");
        assert_eq!(tx.count(&Select::all(taxon::TABLE).matching(named))?, 1);
        assert_eq!(tx.change_set(1)?.kind, "setup");
        Ok(())
    })
    .unwrap();
}

/// Goes through the setup of a server with an empty database, without the ranks of aisles, racks and vials.
fn set_up_without_aisles(place: Place) {
    let made = place.clone();
    let make = move || Database::create(made.clone(), system_clock);
    let setup = Setup::new(Box::new(make), Options::default()).unwrap();
    let code = setup.code();
    let mut browser = Browser { router: setup_router(setup), cookies: Vec::new() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(answer_without_aisles(&mut browser, &code));
    // A connection to PostgreSQL is closed where nothing else waits.
    drop((browser, runtime));
    let db = Database::open(place, system_clock).unwrap();
    let ranks = db.read(&Access::system("test"), |tx| tx.select(&Select::all(storage_tree_def_item::TABLE))).unwrap();
    let mut names: Vec<(Option<i64>, &str)> = ranks
        .iter()
        .map(|rank| (rank.int(storage_tree_def_item::RANK_ID), rank.text(storage_tree_def_item::NAME).unwrap()))
        .collect();
    names.sort_unstable();
    let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Site", "Building", "Collection", "Room", "Cabinet", "Shelf", "Box"]);
}

async fn answer_without_aisles(browser: &mut Browser, code: &str) {
    browser.post("/setup", &format!("code={code}")).await;
    for (step, answers) in [
        ("institution", "institution=Museum&institution_code=MT"),
        ("discipline", "kind=fish"),
        ("collection", "collection=Fishes&collection_code=fish"),
    ] {
        assert_eq!(browser.post(&format!("/setup/{step}"), &format!("{answers}&go=next")).await.status, 303, "{step}");
    }
    let page = browser.get("/setup/trees").await.text;
    assert!(page.contains("name=\"storage_250\"") && !page.contains("name=\"storage_0\""), "{page}");
    let part =
        |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let mut form: String = [("names", "empty"), ("places", "empty"), ("times", "empty")]
        .iter()
        .map(|(name, value)| part(name, value))
        .collect();
    for rank in [100, 150, 200, 250, 300, 350, 400, 450, 500] {
        form.push_str(&part(&format!("storage_{rank}"), "no"));
        if ![250, 450, 500].contains(&rank) {
            form.push_str(&part(&format!("storage_{rank}"), "yes"));
        }
    }
    form.push_str("--b--\r\n");
    let next = browser.send("POST", "/setup/trees", "multipart/form-data; boundary=b", form.into_bytes()).await;
    assert_eq!(next.location, "/setup/user", "{}", next.text);
    let last = browser.get("/setup/user").await.text;
    assert!(last.contains("Building, Collection, Room, Cabinet, Shelf, Box"), "{last}");
    let done = browser.post("/setup/user", &format!("{USER}&go=next")).await;
    assert_eq!((done.status, done.location.as_str()), (303, "/"), "{}", done.text);
    assert!(browser.get("/").await.text.contains("Fishes"));
}

#[test]
fn the_ranks_of_the_storage_tree_are_chosen_on_every_engine() {
    let folder = tempfile::tempdir().unwrap();
    set_up_without_aisles(Place::File(folder.path().join("vasculum.db")));
    if let Some(empty) = vasculum_testkit::empty_postgres() {
        set_up_without_aisles(Place::Postgres(empty.address.clone()));
    }
}

#[tokio::test]
async fn another_site_can_not_answer_for_the_operator() {
    let setup = Setup::new(Box::new(|| unreachable!()), Options::default()).unwrap();
    let router = setup_router(setup);
    let request = Request::post("/setup").header("host", "museum.org").header("origin", "https://evil.org");
    let request =
        request.header("content-type", "application/x-www-form-urlencoded").body(Body::from("code=x")).unwrap();
    assert_eq!(router.oneshot(request).await.unwrap().status().as_u16(), 403);
}
