//! The query builder by its pages: what its form does, what it finds, queries that are kept.

use serde_json::json;

use crate::house::{House, Reply, on_every_house};

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn address(text: &str) -> String {
    format!("/query?q={}", escaped(text))
}

/// Specimens with these remarks, numbered from 1.
fn specimens(house: &House, remarks: &[&str]) {
    for (at, remarks) in remarks.iter().enumerate() {
        let mut specimen = house.specimen(&format!("{:09}", at + 1));
        specimen["remarks"] = (*remarks).into();
        house.make("editor", "CollectionObject", specimen);
    }
}

/// Sends the builder’s form; the text of the question that comes of it.
#[track_caller]
fn edited(house: &House, text: &str, fields: &[(&str, &str)]) -> String {
    let all = [&[("q", text)], fields].concat();
    let reply = house.submit("asker", "/query/edit", &all).expect(303);
    let location = reply.header("location").to_owned();
    let q = location.split_once("?q=").unwrap().1.split('&').next().unwrap();
    let mut bytes = Vec::new();
    let mut rest = q.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[track_caller]
fn has(reply: &Reply, words: &str) {
    assert!(reply.text.contains(words), "‘{words}’ in {}", reply.text);
}

#[test]
fn the_form_of_the_builder_changes_the_question() {
    on_every_house(|house| {
        let start = house.open("asker", "/query").expect(200);
        has(&start, "/query?table=CollectionObject");
        let to = house.open("asker", "/query?table=CollectionObject").expect(303);
        has(&house.open("asker", to.header("location")).expect(200), "Catalog number");
        let base = "from CollectionObject show catalogNumber";
        for (text, fields, expect) in [
            (base, &[("act", "show=remarks")][..], "from CollectionObject show catalogNumber, remarks"),
            (
                base,
                &[("c0.caption", "No."), ("c0.sort", "down")],
                "from CollectionObject show catalogNumber as \"No.\" sort by catalogNumber desc",
            ),
            (base, &[("c0.sum", "count")], "from CollectionObject show count(catalogNumber)"),
            (base, &[("act", "where=w=remarks")], "from CollectionObject show catalogNumber where remarks is anything"),
            (
                "from CollectionObject where remarks is anything",
                &[("w-0.op", "contains"), ("act", "apply")],
                "from CollectionObject where remarks contains ask(\"\")",
            ),
            (
                "from CollectionObject where remarks contains ask(\"\")",
                &[("w-0.op", "contains"), ("w-0.a", " old label ")],
                "from CollectionObject where remarks contains \"old label\"",
            ),
            (
                "from CollectionObject where remarks contains \"a\"",
                &[("w-0.op", "contains"), ("w-0.a", "a"), ("w-0.not", "no"), ("w-0.not", "yes"), ("act", "beside=w-0")],
                "from CollectionObject where not remarks contains \"a\" or remarks contains ask(\"\")",
            ),
            (
                "from CollectionObject where remarks = \"a\" or catalogNumber = \"1\"",
                &[("w.group", "all")],
                "from CollectionObject where remarks = \"a\" and catalogNumber = \"1\"",
            ),
            (
                "from CollectionObject where any determinations (isCurrent is true)",
                &[("w-0.quantity", "least"), ("w-0.n", "2"), ("w-0-0.op", "no"), ("act", "where=w-0=remarks")],
                "from CollectionObject where at least 2 determinations (isCurrent is false and remarks is anything)",
            ),
            (
                "from CollectionObject where catalogedDate between ask(\"\") and ask(\"\")",
                &[("w-0.op", "between"), ("w-0.a", "May 1987"), ("w-0.b", "today - 1 week")],
                "from CollectionObject where catalogedDate between 1987-05 and today - 1 weeks",
            ),
            (
                base,
                &[("limit", "5"), ("synonyms", "no"), ("synonyms", "yes"), ("alike", "once")],
                "from CollectionObject show catalogNumber limit 5 distinct with synonyms",
            ),
        ] {
            let got = edited(house, text, fields);
            let expect = if expect.contains("at least 1") {
                expect.replace("at least 1", "at least 2")
            } else {
                expect.to_owned()
            };
            assert_eq!(got, expect, "{text} {fields:?}");
            let page = house.open("asker", &address(&got));
            assert!(page.status.as_u16() < 500, "{got}: {}", page.text);
        }
        let odd = house.submit("asker", "/query/edit", &[("q", base), ("limit", "many")]).expect(422);
        has(&odd, "A whole number is missing.");
        has(&odd, "value=\"many\"");
        house.submit("asker", "/query/edit", &[("q", base), ("act", "hide=9")]).expect(422);
        // A slip in the text is told with its place and what was meant.
        let slip = house.open("asker", "/query?q=from+CollectionObject+wher+catalogNumber+is+empty").expect(422);
        assert!(slip.text.contains("before ‘wher catalogNumber i’) Did you mean ‘where’?"), "{}", slip.text);
    });
}

#[test]
fn rows_counts_values_and_files_come_of_a_question() {
    on_every_house(|house| {
        specimens(house, &["red", "red", "blue", ""]);
        let text = "from CollectionObject show catalogNumber, remarks sort by catalogNumber";
        let page = house.open("asker", &address(text)).expect(200);
        has(&page, "000000001");
        has(&page, "name=\"act\" value=\"set\"");
        let q = escaped(text);
        has(&house.open("asker", &format!("/query/count?q={q}")).expect(200), "4 rows");
        let values = house.open("asker", &format!("/query/values?q={q}&column=1")).expect(200);
        has(&values, "red");
        has(&values, "remarks%20%3D%20%22red%22");
        let narrowed = house
            .open("asker", &address("from CollectionObject show catalogNumber where remarks = \"red\""))
            .expect(200);
        assert!(!narrowed.text.contains("000000003"), "{}", narrowed.text);
        let file = house.open("asker", &format!("/query/export.csv?q={q}")).expect(200);
        assert_eq!(file.text.lines().count(), 5, "{}", file.text);
        has(&file, "Catalog number,Remarks");
        has(&file, "000000003,blue");
        // All that was found, in a list, and from there as a record set.
        let ask = escaped("from CollectionObject where remarks = \"red\"");
        let list = house.open("asker", &format!("/data/CollectionObject?ask={ask}")).expect(200);
        has(&list, "Found by a query");
        assert!(list.text.contains("000000002") && !list.text.contains("000000003"), "{}", list.text);
        let fields = [
            ("table", "CollectionObject"),
            ("all", "1"),
            ("ask", "from CollectionObject where remarks = \"red\""),
            ("name", "Red"),
        ];
        let made = house.submit("asker", "/record-sets", &fields).expect(303);
        has(&house.open("asker", made.header("location")).expect(200), "2 collection objects");
        // Numbers of groups lead to their records.
        let groups =
            house.open("asker", &address("from CollectionObject show remarks, count() sort by remarks")).expect(200);
        has(&groups, "remarks%20is%20empty");
    });
}

#[test]
fn a_table_grows_from_where_it_ended() {
    on_every_house(|house| {
        specimens(house, &["x"; 43]);
        let page = house
            .open("asker", &address("from CollectionObject show catalogNumber sort by catalogNumber desc"))
            .expect(200);
        assert_eq!(page.text.matches("name=\"id\"").count(), 40);
        let at = page.text.find("/query/rows?").expect("a way to more rows");
        let href = page.text[at..].split('"').next().unwrap().replace("&amp;", "&");
        let more = house.open("asker", &href).expect(200);
        assert_eq!(more.text.matches("role=\"rowheader\"").count(), 3, "{}", more.text);
        has(&more, "000000001");
        assert!(!more.text.contains("/query/rows?"));
        // Without a script the same is a page.
        let whole = house.open("asker", &href.replace("/query/rows", "/query")).expect(200);
        has(&whole, "000000001");
    });
}

#[test]
fn odd_questions_are_refused_in_words() {
    on_every_house(|house| {
        specimens(house, &["x"]);
        for odd in [
            "from",
            "from Nothing",
            "from CollectionObject show",
            "from CollectionObject show nothing",
            "from CollectionObject where catalogedDate = \"soon\"",
            "from CollectionObject where determinations under \"a\"",
            "from CollectionObject show catalogNumber, count() having remarks = \"a\"",
            "from CollectionObject where remarks = \"\u{0}\"",
            "from CollectionObject show count() where search \"a\"",
            "from CollectionObject where itself in set \"none\"",
            "from CollectionObject where any nothing (a = 1)",
            "from CollectionObject where nothing.nothing = 1 and (a = 2 or any x (y))",
            "((((",
            "\"",
            "from SpecifyUser show password",
            "from CollectionObject each determinations where any determinations",
            "from CollectionObject show remarks as of today",
            "from CollectionObject show remarks limit 18446744073709551615",
        ] {
            for path in [
                "/query",
                "/query/count",
                "/query/rows",
                "/query/values",
                "/query/fields",
                "/query/export.csv",
                "/queries/new",
            ] {
                let reply = house.open("asker", &format!("{path}?q={}&column=0", escaped(odd)));
                assert!(reply.status.as_u16() < 500, "{path} {odd}: {}", reply.text);
            }
            let reply = house.submit(
                "asker",
                "/query/edit",
                &[("q", odd), ("act", "show=id"), ("w-0.op", "is"), ("w-0.a", "x")],
            );
            assert!(reply.status.as_u16() < 500, "{odd}: {}", reply.text);
        }
        let base = escaped("from CollectionObject show catalogNumber");
        for odd in [
            "after=x",
            "after=7",
            "after=[[],[],1]",
            "into=w-9-9&at=nothing",
            "into=x",
            "find=%00",
            "column=-1",
            "kept=9999",
            "ask.=1",
        ] {
            for path in ["/query", "/query/rows", "/query/values", "/query/fields"] {
                let reply = house.open("asker", &format!("{path}?q={base}&{odd}"));
                assert!(reply.status.as_u16() < 500, "{path} {odd}: {}", reply.text);
            }
        }
    });
}

#[test]
fn a_value_is_asked_for_when_the_query_runs() {
    on_every_house(|house| {
        specimens(house, &["red", "blue"]);
        let text = "from CollectionObject show catalogNumber where remarks = ask(\"Which colour?\", \"red\")";
        let page = house.open("asker", &address(text)).expect(200);
        has(&page, "name=\"ask.Which colour?\" value=\"red\"");
        assert!(!page.text.contains("000000002"));
        let page = house.open("asker", &format!("{}&ask.Which%20colour%3F=blue", address(text))).expect(200);
        has(&page, "000000002");
        // What goes on with everything carries the answer in it.
        has(&page, &escaped("remarks = \"blue\""));
    });
}

#[test]
fn queries_are_kept_shared_and_taken_over_from_specify() {
    on_every_house(|house| {
        specimens(house, &["red", "blue"]);
        let text = "from CollectionObject show catalogNumber where remarks = \"red\"";
        has(&house.open("asker", &format!("/queries/new?q={}", escaped(text))).expect(200), "Save the query");
        house.submit("asker", "/queries", &[("q", text), ("name", "")]).expect(422);
        let made = house.submit("asker", "/queries", &[("q", text), ("name", "Red ones")]).expect(303);
        let page = house.open("asker", made.header("location")).expect(200);
        has(&page, "<h1>Red ones</h1>");
        let id = made.header("location").split("kept=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let path = format!("/queries/{id}");
        has(&house.open("asker", "/queries").expect(200), "Red ones");
        // Its lines say the same in Specify’s form.
        let lines = house.call("asker", "GET", &format!("/api/v1/SpQueryField?filter=query={id}&sort=position"), None);
        let lines = lines.expect(200).json();
        let lines: Vec<String> = lines["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                format!("{} {} {} {}", line["stringId"], line["operStart"], line["startValue"], line["isDisplay"])
            })
            .collect();
        assert_eq!(
            lines,
            ["\"1.collectionobject.catalogNumber\" 8 \"\" true", "\"1.collectionobject.remarks\" 1 \"red\" false"]
        );
        // It is one’s own until it is shared.
        house.open("admin", &path).expect(303);
        house.open("reader", &path).expect(403);
        let place = format!("share:collection:{}", house.fish.collection);
        house.submit("asker", &path, &[("name", "Red"), (&place, "see")]).expect(303);
        // What it asks is changed by the builder’s button, and taken back from its history.
        let other = "from CollectionObject show catalogNumber, remarks";
        house.submit("asker", &path, &[("q", other)]).expect(303);
        let to = house.open("asker", &path).expect(303);
        has(&house.open("asker", to.header("location")).expect(200), "<h1>Red</h1>");
        assert!(to.header("location").contains("remarks&"), "{}", to.header("location"));
        house.open("asker", &format!("/data/SpQuery/{id}/history")).expect(200);
        house.submit("asker", &format!("{path}/favourite"), &[("favourite", "yes")]).expect(303);
        has(&house.open("asker", "/queries").expect(200), "Favourites");
        // A query that Specify stored has lines alone, and is asked by them.
        let owner =
            house.call("asker", "GET", &format!("/api/v1/SpQuery/{id}"), None).expect(200).json()["specifyUser"]
                .clone();
        let old =
            json!({ "name": "Old", "contextName": "CollectionObject", "contextTableId": 1, "specifyUser": owner });
        let old = house.make("asker", "SpQuery", old)["id"].clone();
        let line = json!({
            "query": old, "tableList": "1", "stringId": "1.collectionobject.remarks", "fieldName": "remarks", "position": 0,
            "operStart": 11, "startValue": "lu", "isDisplay": true, "isNot": false, "isStrict": false, "sortType": 1,
        });
        house.make("asker", "SpQueryField", line);
        let to = house.open("asker", &format!("/queries/{old}")).expect(303);
        let page = house.open("asker", to.header("location")).expect(200);
        has(&page, "where remarks contains &quot;lu&quot; sort by remarks");
        assert!(page.text.contains(">blue<") && !page.text.contains(">red<"), "{}", page.text);
        // There and back by the file of Specify.
        let file = house.open("asker", &format!("{path}/file")).expect(200);
        let read = house.submit("asker", "/queries/import", &[("json", &file.text)]).expect(200);
        has(&read, "from CollectionObject show catalogNumber, remarks");
        house.submit("asker", "/queries/import", &[("json", "[]")]).expect(422);
        house.open("asker", &format!("{path}/delete")).expect(200);
        house.submit("asker", &format!("{path}/delete"), &[]).expect(303);
        house.open("asker", &path).expect(404);
        // What one asked last is remembered for oneself.
        has(&house.open("asker", "/queries").expect(200), "What I asked last");
        assert!(!house.open("admin", "/queries").expect(200).text.contains("remarks = &quot;red&quot;"));
    });
}

#[test]
fn only_who_may_ask_sees_the_builder() {
    on_every_house(|house| {
        let text = "from CollectionObject show catalogNumber";
        for path in ["/query", "/queries"] {
            house.open("stranger", path).expect(403);
        }
        house.open("reader", &address(text)).expect(403);
        assert!(!house.open("reader", "/").expect(200).text.contains("href=\"/queries\""));
        has(&house.open("asker", "/").expect(200), "href=\"/queries\"");
    });
}
