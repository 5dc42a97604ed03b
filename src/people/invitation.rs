//! The page that invites somebody.

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::invite::{Invitation, invite_by_form};
use super::store;
use crate::cx::{Cx, Tx};
use crate::layout::{Choice, Shell};
use crate::pupils::{self, YearGroup};

#[derive(Template)]
#[template(path = "people/invitation.html")]
pub(super) struct InvitationPage {
    shell: Shell,
    form: InvitationForm,
    groups: Vec<Choice>,
    years: Vec<Choice>,
    forms: Vec<Choice>,
}

/// Who is to be invited, as typed.
#[derive(Clone, Default)]
pub(super) struct InvitationForm {
    name: String,
    email: String,
    groups: Vec<String>,
    years: Vec<String>,
    forms: Vec<String>,
    errors: Errors,
}

impl ReadForm for InvitationForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            name: pairs.text("name").to_owned(),
            email: pairs.text("email").to_owned(),
            groups: pairs.every("groups").map(str::to_owned).collect(),
            years: pairs.every("years").map(str::to_owned).collect(),
            forms: pairs.every("forms").map(str::to_owned).collect(),
            errors: Errors::new(),
        }
    }
}

/// The user groups to choose from.
pub(super) fn group_choices(known: &[String], chosen: &[String]) -> Vec<Choice> {
    let choice = |name: &String| Choice::new(name, name).chosen(chosen.contains(name));
    known.iter().map(choice).collect()
}

/// The year groups to choose from.
pub(super) fn year_choices(chosen: &[String]) -> Vec<Choice> {
    let choice = |year: YearGroup| {
        let is_chosen = chosen.iter().any(|one| one == year.name());
        Choice::new(year.name(), year.to_string()).chosen(is_chosen)
    };
    YearGroup::all().map(choice).collect()
}

/// The forms to choose from: those that pupils are in, and those chosen already.
pub(super) fn form_choices(known: &[String], chosen: &[String]) -> Vec<Choice> {
    let mut forms: Vec<&String> = known.iter().chain(chosen).collect();
    forms.sort_unstable();
    forms.dedup();
    let choice = |form: &String| Choice::new(form, form).chosen(chosen.contains(form));
    forms.into_iter().map(choice).collect()
}

/// What there is to choose from: user groups and forms.
pub(super) struct Known {
    pub groups: Vec<String>,
    pub forms: Vec<String>,
}

/// What there is to choose from at the actor's school.
pub(super) fn known(tx: &mut Tx<'_, '_>) -> Result<Known, Problem> {
    Ok(Known {
        groups: store::group_names(tx)?,
        forms: pupils::forms(tx)?,
    })
}

impl InvitationPage {
    fn of(shell: Shell, form: InvitationForm, known: &Known) -> Self {
        let groups = group_choices(&known.groups, &form.groups);
        let forms = form_choices(&known.forms, &form.forms);
        let years = year_choices(&form.years);
        Self {
            shell,
            form,
            groups,
            years,
            forms,
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let known = cx.read(known).await?;
    cx.show(&InvitationPage::of(
        cx.page(),
        InvitationForm::default(),
        &known,
    ))
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<InvitationForm>) -> Answer {
    let InvitationForm {
        name,
        email,
        groups,
        years,
        forms,
        ..
    } = form.clone();
    let checked = Invitation::check(&name, &email, groups, years);
    let checked = checked.map(|invitation| invitation.with_forms(forms));
    let sign_in = format!("{}/{}", cx.app().config().origin().as_str(), cx.school.slug);
    let invited = match checked {
        Ok(invitation) => {
            cx.write(move |tx| {
                let person = invite_by_form(tx, &invitation, &sign_in)?;
                tx.say(&format!(
                    "{name} was invited. A letter to {} says how to set a password.",
                    invitation.email().as_str()
                ))?;
                Ok(person)
            })
            .await
        }
        Err(errors) => Err(Undone::Form(errors)),
    };
    match invited {
        Ok(person) => {
            cx.app().letters().notify_one();
            cx.redirect(format!("/people/{person}"))
        }
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let known = cx.read(known).await?;
            cx.show_again(&InvitationPage::of(cx.page(), form, &known))
        }
        Err(Undone::Problem(problem)) => Err::<_, Problem>(problem),
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> InvitationPage {
    let form = InvitationForm {
        name: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        groups: vec!["Staff".into()],
        years: vec!["7".into()],
        forms: vec!["7B".into()],
        errors: Errors::one("email", "There is an account for this address already"),
    };
    let known = Known {
        groups: ["DSL", "Staff"].map(String::from).into(),
        forms: ["7A", "7B"].map(String::from).into(),
    };
    InvitationPage::of(Shell::default(), form, &known)
}
