use vasculum_testkit::on_every_engine;

#[test]
fn the_steps_end_in_the_models_schema() {
    on_every_engine(|fresh| {
        let steps = fresh.database.schema_steps().unwrap();
        assert!(steps.is_empty(), "still to do: {steps:?}");
    });
}
