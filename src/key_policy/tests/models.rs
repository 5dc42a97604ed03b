//! Approved models of key, as administrators and whoever links a key meet them.

use crate::key_policy::Policy;
use crate::testing::software_key::{Kind, Maker, SoftwareKey};
use crate::testing::{Page, School, Visitor, certificate, on_both_databases};

on_both_databases! {
    no_key_is_asked_for_its_make_while_no_model_is_approved
    a_key_of_an_approved_model_elevates_until_the_model_is_removed
    a_key_that_no_approved_model_vouches_for_is_not_linked
    what_is_no_root_certificate_is_refused_in_words
    a_root_as_a_whole_is_approved_by_a_tick_of_its_own
    nobody_approves_a_model_for_a_user_group_they_are_in
    the_last_administrators_model_stays_approved
    only_those_who_manage_user_groups_approve_models_and_only_at_their_school
}

/// What software keys tell as their model, as bytes and as the page writes it.
const MODEL: [u8; 16] = *b"a software key 2";
const NAMED: &str = "6120736f-6674-7761-7265-206b65792032";

fn maker(seed: u8) -> Maker {
    Maker {
        seed,
        model: Some(MODEL),
    }
}

fn only_approved() -> Policy {
    Policy {
        approved_models: true,
        ..Policy::default()
    }
}

async fn approve(ada: &mut Visitor, model: &str, root: &str) -> Page {
    let fields = [("name", "Software key 2"), ("model", model), ("root", root)];
    ada.post("/key-models", &fields).await
}

/// Approves every model of a root.
async fn approve_every(ada: &mut Visitor, root: &str) -> Page {
    let fields = [("name", "Software keys"), ("every", "yes"), ("root", root)];
    ada.post("/key-models", &fields).await
}

async fn links(school: &School, key: &mut SoftwareKey) -> (Visitor, Page) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let page = dana.links(key, "Blue key").await;
    (dana, page)
}

async fn no_key_is_asked_for_its_make_while_no_model_is_approved(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = serde_json::json!({"password": crate::testing::school::PASSWORD});
    let begun = dana.begins_to_link("Blue key", proof.clone()).await;
    assert_eq!(begun.json()["publicKey"]["attestation"], "none");
    let mut ada = school.elevated("admin").await;
    ada.get("/key-models")
        .await
        .is(200)
        .reads("approved no model yet");
    approve_every(&mut ada, &maker(1).root()).await.leads_to();
    let begun = dana.begins_to_link("Blue key", proof).await;
    assert_eq!(begun.json()["publicKey"]["attestation"], "direct");
    // Nobody's user group asks for it: any key is linked.
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    dana.finishes_linking(&begun, &mut key).await.is(201);
    dana.elevates_with(&mut key).await.leads_to();
}

async fn a_key_of_an_approved_model_elevates_until_the_model_is_removed(school: School) {
    school.asks("DSL", only_approved()).await;
    let mut ada = school.elevated("admin").await;
    approve(&mut ada, &NAMED.to_uppercase(), &maker(1).root())
        .await
        .leads_to();
    let mut key = SoftwareKey::new(Kind::Fido2Packed, 1).made_by(maker(1));
    let (mut dana, linked) = links(&school, &mut key).await;
    linked.is(201);
    dana.elevates_with(&mut key).await.leads_to();
    dana.get("/dashboard").await.reads("Elevated access is on");
    let page = ada.get("/key-models").await;
    page.reads("Software key 2").reads(NAMED);
    let removal = page.every("form[action$='/removal']", "action");
    assert_eq!(ada.post(&removal[0], &[]).await.leads_to(), "/key-models");
    ada.get("/key-models")
        .await
        .reads("Software key 2 is not approved any more.")
        .reads("No lead is left who can open concerns.");
    dana.get("/dashboard")
        .await
        .reads("because your user group now asks for something else");
    dana.elevates_with(&mut key)
        .await
        .is(422)
        .reads("has not approved this model");
    ada.post(&removal[0], &[]).await.is(404);
    let entry = school.wrote_down("key model removed").await;
    assert!(entry.expect("an entry").contains("working keys: 1"));
}

async fn a_key_that_no_approved_model_vouches_for_is_not_linked(school: School) {
    school.asks("DSL", only_approved()).await;
    let mut ada = school.elevated("admin").await;
    approve(&mut ada, NAMED, &maker(1).root()).await.leads_to();
    let other_model = Maker {
        seed: 1,
        model: Some([7; 16]),
    };
    let unnamed = Maker {
        seed: 1,
        model: None,
    };
    let refused = [
        ("no certificate", SoftwareKey::new(Kind::Fido2, 1)),
        ("its own word", SoftwareKey::new(Kind::Fido2Packed, 2)),
        ("its own certificate", SoftwareKey::new(Kind::U2f, 3)),
        (
            "another root of the same name",
            SoftwareKey::new(Kind::Fido2Packed, 4).made_by(maker(2)),
        ),
        (
            "another model",
            SoftwareKey::new(Kind::U2f, 5).made_by(other_model),
        ),
        ("no model", SoftwareKey::new(Kind::U2f, 6).made_by(unnamed)),
    ];
    for (why, mut key) in refused {
        let (_, page) = links(&school, &mut key).await;
        page.is(422);
        assert_eq!(page.json()["error"]["code"], "model_not_approved", "{why}");
        assert!(
            page.body.contains("ask your administrator which key"),
            "{why}"
        );
    }
    // What tells one model and is certified as another is no key at all.
    let mut liar = SoftwareKey::new(Kind::Fido2Packed, 7).made_by(other_model);
    let (_, page) = links(&school, &mut liar).await;
    assert_eq!(page.is(422).json()["error"]["code"], "bad_proof");
    let mut u2f = SoftwareKey::new(Kind::U2f, 8).made_by(maker(1));
    let (mut dana, page) = links(&school, &mut u2f).await;
    page.is(201);
    dana.elevates_with(&mut u2f).await.leads_to();
    // As a whole, a root vouches for every key below it.
    approve_every(&mut ada, &maker(3).root()).await.leads_to();
    let any = Maker {
        seed: 3,
        model: None,
    };
    let mut spare = SoftwareKey::new(Kind::U2f, 9).made_by(any);
    dana.links_another(&mut u2f, &mut spare, "Spare")
        .await
        .is(201);
    dana.elevates_with(&mut spare).await.leads_to();
}

async fn what_is_no_root_certificate_is_refused_in_words(school: School) {
    let mut ada = school.elevated("admin").await;
    let root = maker(1).root();
    let own = certificate::pem(&certificate::own(
        &p256::ecdsa::SigningKey::from_slice(&[7; 32]).expect("a key"),
    ));
    let two = format!("{root}{root}");
    for wrong in ["", "words", own.as_str(), two.as_str(), &root[..200]] {
        let page = approve_every(&mut ada, wrong).await;
        page.is(422).reads("Paste one root certificate in PEM form");
    }
    let fields = [("name", " "), ("model", "1-2-3"), ("root", root.as_str())];
    let page = ada.post("/key-models", &fields).await;
    page.is(422)
        .reads("Enter a name for the model")
        .reads("Enter the identifier as its maker prints it");
    assert_eq!(page.every("[name=model]", "value"), ["1-2-3"]);
    assert!(page.body.contains("BEGIN CERTIFICATE"), "it comes back");
}

async fn a_root_as_a_whole_is_approved_by_a_tick_of_its_own(school: School) {
    let mut ada = school.elevated("admin").await;
    let root = maker(1).root();
    approve(&mut ada, "", &root)
        .await
        .is(422)
        .reads("Enter the identifier of the model, or tick");
    let both = [
        ("name", "Software keys"),
        ("model", NAMED),
        ("every", "yes"),
        ("root", root.as_str()),
    ];
    let page = ada.post("/key-models", &both).await;
    page.is(422).reads("Either enter an identifier or tick");
    assert_eq!(page.every("[name=every][checked]", "value"), ["yes"]);
    assert!(school.wrote_down("key model approved").await.is_none());
    approve_every(&mut ada, &root).await.leads_to();
    let entry = school.wrote_down("key model approved").await;
    assert!(entry.is_some_and(|it| it.contains("model: every model of the root")));
    ada.get("/key-models")
        .await
        .reads("Every model of its root");
}

async fn nobody_approves_a_model_for_a_user_group_they_are_in(school: School) {
    school.puts_into("pastoral", "Administrator").await;
    let mut first = school.elevated("pastoral").await;
    approve(&mut first, NAMED, &maker(1).root())
        .await
        .leads_to();
    let mut key = SoftwareKey::new(Kind::Fido2Packed, 1).made_by(maker(1));
    let mut ada = school.signed_in_with_a_key("admin", &mut key).await;
    ada.elevates_with(&mut key).await.leads_to();
    school.asks("Administrator", only_approved()).await;
    ada.get("/key-models")
        .await
        .is(200)
        .reads("Your user group asks for approved models only, so somebody else approves");
    // A root of her own making would vouch for any key.
    let own = maker(9).root();
    for page in [
        approve_every(&mut ada, &own).await,
        approve(&mut ada, NAMED, &own).await,
    ] {
        page.is(422)
            .reads("two people are needed")
            .reads("who manages user groups");
        assert!(page.body.contains("BEGIN CERTIFICATE"), "it comes back");
    }
    let page = ada.get("/key-models").await;
    assert_eq!(page.every("form[action$='/removal']", "action").len(), 1);
    // Nor by way of a second user group; somebody who is bound by none of them can.
    let governors = [("name", "Governors"), ("elevated", "manage_groups")];
    ada.acts_with(&mut key, "/groups", &governors)
        .await
        .leads_to();
    school.puts_into("admin", "Governors").await;
    approve_every(&mut ada, &own).await.is(422);
    school.puts_into("colleague", "Governors").await;
    let mut col = school.elevated("colleague").await;
    approve_every(&mut col, &own).await.leads_to();
}

async fn the_last_administrators_model_stays_approved(school: School) {
    school.puts_into("colleague", "Administrator").await;
    let mut first = school.elevated("colleague").await;
    approve(&mut first, NAMED, &maker(1).root())
        .await
        .leads_to();
    let mut key = SoftwareKey::new(Kind::Fido2Packed, 1).made_by(maker(1));
    let mut ada = school.signed_in_with_a_key("admin", &mut key).await;
    ada.elevates_with(&mut key).await.leads_to();
    school.asks("Administrator", only_approved()).await;
    let page = ada.get("/key-models").await;
    let removal = page.every("form[action$='/removal']", "action");
    ada.post(&removal[0], &[])
        .await
        .is(422)
        .reads("It stays approved");
    ada.get("/key-models").await.is(200).reads("Software key 2");
}

async fn only_those_who_manage_user_groups_approve_models_and_only_at_their_school(school: School) {
    let mut ada = school.elevated("admin").await;
    approve(&mut ada, NAMED, &maker(1).root()).await.leads_to();
    let page = ada.get("/key-models").await;
    let removal = page.every("form[action$='/removal']", "action");
    let mut dana = school.elevated("dsl").await;
    dana.get("/key-models").await.is(404);
    approve(&mut dana, NAMED, &maker(1).root()).await.is(404);
    let mut other = school.neighbours_administrator().await;
    other.get("/key-models").await.is(200).never_says(NAMED);
    other.post(&removal[0], &[]).await.is(404);
    ada.get("/key-models").await.reads(NAMED);
}
