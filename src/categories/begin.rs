//! The categories that a new school begins with: the terms of the statutory guidance *Keeping
//! children safe in education*, in order of the alphabet, the gravest with the shortest wait.

use keyward_web::Problem;

use super::colour::Colour;
use super::store;
use super::wanted::Wanted;
use crate::cx::Tx;
use crate::ids::SchoolId;

/// For what may be happening to a child now.
const AT_ONCE_MINUTES: i64 = 30;
/// For what should be known before the next lessons are over.
const SOON_MINUTES: i64 = 120;
/// About one school day.
const DAY_MINUTES: i64 = 390;

struct First {
    name: &'static str,
    colour: Colour,
    respond_minutes: i64,
    guidance: &'static str,
    beneath: &'static [First],
}

const fn first(
    name: &'static str,
    colour: Colour,
    respond_minutes: i64,
    guidance: &'static str,
) -> First {
    First {
        name,
        colour,
        respond_minutes,
        guidance,
        beneath: &[],
    }
}

const fn with(first: First, beneath: &'static [First]) -> First {
    First { beneath, ..first }
}

const FIRST: [First; 16] = [
    with(
        first(
            "Attendance",
            Colour::Blue,
            DAY_MINUTES,
            "Say since when, and what the family said about it.",
        ),
        &[first(
            "Child missing education",
            Colour::Blue,
            AT_ONCE_MINUTES,
            "If nobody knows where the child is, tell a safeguarding lead in person now.",
        )],
    ),
    with(
        first(
            "Behaviour",
            Colour::Grey,
            DAY_MINUTES,
            "Say what is different from how the child usually is.",
        ),
        &[first(
            "Alcohol, drugs or smoking",
            Colour::Grey,
            SOON_MINUTES,
            "If a child may have taken something, get medical help first.",
        )],
    ),
    first(
        "Cause for concern",
        Colour::Grey,
        DAY_MINUTES,
        "A worry that fits nowhere else, or that you cannot name yet. Small things matter: log it.",
    ),
    with(
        first(
            "Child-on-child abuse",
            Colour::Orange,
            SOON_MINUTES,
            "Give every child the role that they have in this. Keep the children apart, and promise no secrecy.",
        ),
        &[
            first(
                "Bullying",
                Colour::Orange,
                DAY_MINUTES,
                "Say whether it happened before, and whether it has to do with a protected characteristic.",
            ),
            first(
                "Harmful sexual behaviour",
                Colour::Orange,
                AT_ONCE_MINUTES,
                "Do not question the children or look at images. Tell a safeguarding lead in person now.",
            ),
            first(
                "Sexual harassment or violence",
                Colour::Orange,
                AT_ONCE_MINUTES,
                "Do not question the children. Tell a safeguarding lead in person now.",
            ),
        ],
    ),
    first(
        "Disclosure by the child",
        Colour::Pink,
        AT_ONCE_MINUTES,
        "Write the child’s own words exactly, and what you asked. Ask only: tell me, explain to me, describe to me. Promise no secrecy.",
    ),
    first(
        "Emotional abuse",
        Colour::Red,
        SOON_MINUTES,
        "Say what was said or done to the child, and how the child was.",
    ),
    with(
        first(
            "Exploitation",
            Colour::Red,
            AT_ONCE_MINUTES,
            "Think of new belongings, older friends, going missing, and more than one telephone.",
        ),
        &[
            first(
                "Criminal exploitation",
                Colour::Red,
                AT_ONCE_MINUTES,
                "County lines, carrying, debts. Say who, where and when, as far as the child told you.",
            ),
            first(
                "Sexual exploitation",
                Colour::Red,
                AT_ONCE_MINUTES,
                "A child cannot consent to their own abuse. Tell a safeguarding lead in person now.",
            ),
        ],
    ),
    with(
        first(
            "Home circumstances",
            Colour::Turquoise,
            DAY_MINUTES,
            "What is happening at home, and who lives there, as far as you know.",
        ),
        &[
            first(
                "Domestic abuse",
                Colour::Turquoise,
                AT_ONCE_MINUTES,
                "A child who sees or hears it is a victim of it. Do not speak to the family first.",
            ),
            first(
                "Young carer",
                Colour::Turquoise,
                DAY_MINUTES,
                "Say whom the child cares for, and what they do.",
            ),
            first(
                "Loss or change in the family",
                Colour::Turquoise,
                DAY_MINUTES,
                "A death, a separation, prison, somebody new at home.",
            ),
            first("Money, food or housing", Colour::Turquoise, DAY_MINUTES, ""),
        ],
    ),
    with(
        first(
            "Honour-based abuse",
            Colour::Red,
            AT_ONCE_MINUTES,
            "Do not speak to the family or the community. Tell a safeguarding lead in person now.",
        ),
        &[
            first(
                "Female genital mutilation",
                Colour::Red,
                AT_ONCE_MINUTES,
                "If a girl under 18 tells you, or you see signs, that it was done, a teacher must by law report it to the police (101) themselves. Tell a safeguarding lead now.",
            ),
            first(
                "Forced marriage",
                Colour::Red,
                AT_ONCE_MINUTES,
                "Do not speak to the family. Say whether a journey is planned, and when.",
            ),
        ],
    ),
    first(
        "Medical",
        Colour::Green,
        SOON_MINUTES,
        "If a child is hurt or ill now, get help first.",
    ),
    with(
        first(
            "Mental health and wellbeing",
            Colour::Purple,
            DAY_MINUTES,
            "Say how the child was, and since when.",
        ),
        &[
            first(
                "Self-harm",
                Colour::Purple,
                AT_ONCE_MINUTES,
                "Do not leave the child alone. Get first aid for an injury.",
            ),
            first(
                "Suicidal thoughts",
                Colour::Purple,
                AT_ONCE_MINUTES,
                "Do not leave the child alone. Tell a safeguarding lead in person now.",
            ),
            first("Eating difficulties", Colour::Purple, SOON_MINUTES, ""),
        ],
    ),
    first(
        "Neglect",
        Colour::Red,
        SOON_MINUTES,
        "Clothes, hunger, hygiene, tiredness, untreated illness, nobody at home. Say how often you saw it.",
    ),
    with(
        first(
            "Online safety",
            Colour::Blue,
            SOON_MINUTES,
            "Say which service, who was in touch with whom, and since when.",
        ),
        &[first(
            "Nude or semi-nude images",
            Colour::Blue,
            AT_ONCE_MINUTES,
            "Do not look at, copy, send on or delete the image. Say what you were told, and who has the device.",
        )],
    ),
    with(
        first(
            "Physical abuse",
            Colour::Red,
            AT_ONCE_MINUTES,
            "Do not ask to see an injury under clothes, and take no photograph.",
        ),
        &[first(
            "Physical injury",
            Colour::Red,
            AT_ONCE_MINUTES,
            "Say where on the body, which side, how large and which colour, and how the child explained it.",
        )],
    ),
    first(
        "Radicalisation",
        Colour::Brown,
        SOON_MINUTES,
        "Say what was said, done or shared. The lead decides about a Prevent referral.",
    ),
    first(
        "Sexual abuse",
        Colour::Red,
        AT_ONCE_MINUTES,
        "Do not question the child and do not speak to the family. Tell a safeguarding lead in person now.",
    ),
];

/// Gives a new school its first categories.
///
/// # Errors
/// That the database is away.
pub fn begin(tx: &mut Tx<'_, '_>, school: &SchoolId) -> Result<(), Problem> {
    let wanted = |first: &First, parent| Wanted {
        name: first.name.to_owned(),
        parent,
        colour: first.colour,
        guidance: first.guidance.to_owned(),
        respond_minutes: first.respond_minutes,
    };
    for first in &FIRST {
        let parent = store::insert(tx, school, &wanted(first, None))?;
        for beneath in first.beneath {
            store::insert(tx, school, &wanted(beneath, Some(parent.clone())))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::category::Category;
    use super::super::tree::tree;
    use super::super::wanted::Typed;
    use super::*;
    use crate::ids::CategoryId;

    /// Every first category with the one that it stands beneath.
    fn every() -> Vec<(Option<&'static str>, &'static First)> {
        let mut every = Vec::new();
        for first in &FIRST {
            every.push((None, first));
            every.extend(first.beneath.iter().map(|one| (Some(first.name), one)));
        }
        every
    }

    #[test]
    fn what_a_school_begins_with_is_what_it_could_have_typed() {
        let mut grown = Vec::new();
        for (above, first) in every() {
            let typed = Typed {
                name: first.name.into(),
                parent: above.unwrap_or_default().into(),
                colour: first.colour.name().into(),
                guidance: first.guidance.into(),
                minutes: first.respond_minutes.to_string(),
            };
            let wanted = Wanted::check(&typed, None, &tree(grown.clone())).unwrap();
            assert_eq!(wanted.name, first.name);
            grown.push(Category {
                id: CategoryId(wanted.name.clone()),
                ..Category::sample("", above, first.name)
            });
        }
        assert!(grown.len() > FIRST.len());
    }

    #[test]
    fn they_stand_in_order_of_the_alphabet() {
        let names: Vec<&str> = FIRST.iter().map(|first| first.name).collect();
        assert!(names.is_sorted(), "{names:?}");
    }
}
