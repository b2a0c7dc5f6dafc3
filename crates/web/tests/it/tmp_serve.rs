use crate::house::House;
#[test]
#[ignore]
fn serve_it() {
    let house = House::new(&*Box::leak(Box::new(vasculum_testkit::sqlite())));
    println!("TOKEN {}", house.tokens["admin"]);
    for n in 1..20 { house.make("admin", "CollectionObject", house.specimen(&format!("{n:09}"))); }
    house.serve();
}
