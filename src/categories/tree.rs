//! The tree of categories: those that stand by themselves, each with those beneath it. Pure.

use super::category::Category;
use crate::ids::CategoryId;

/// A category that stands by itself, and those beneath it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The category.
    pub category: Category,
    /// Those beneath it, in order.
    pub beneath: Vec<Category>,
}

impl Branch {
    /// The category and those beneath it, in order.
    pub fn all(&self) -> impl Iterator<Item = &Category> {
        std::iter::once(&self.category).chain(&self.beneath)
    }

    /// What somebody who ticked these categories chose: the broad one goes where a narrower one
    /// beneath it says the same more exactly.
    pub fn chosen<'a>(&'a self, ticked: &'a [CategoryId]) -> Vec<&'a CategoryId> {
        let narrower: Vec<_> = self.beneath.iter().map(|category| &category.id).collect();
        let narrower: Vec<_> = narrower
            .into_iter()
            .filter(|id| ticked.contains(id))
            .collect();
        match narrower.is_empty() {
            true if ticked.contains(&self.category.id) => vec![&self.category.id],
            true | false => narrower,
        }
    }
}

/// The tree of these categories, which come in order. One whose parent is not among them stands by
/// itself.
pub(super) fn tree(categories: Vec<Category>) -> Vec<Branch> {
    let ids: Vec<CategoryId> = categories
        .iter()
        .map(|category| category.id.clone())
        .collect();
    let stands_alone = |category: &Category| {
        let parent = category.parent.as_ref();
        parent.is_none_or(|parent| !ids.contains(parent))
    };
    let (tops, beneath): (Vec<_>, Vec<_>) = categories.into_iter().partition(stands_alone);
    let branch = |category: Category| {
        let theirs = |other: &&Category| other.parent.as_ref() == Some(&category.id);
        let beneath = beneath.iter().filter(theirs).cloned().collect();
        Branch { category, beneath }
    };
    tops.into_iter().map(branch).collect()
}

/// What is offered of a tree: a retired category takes those beneath it along.
pub(super) fn in_use(tree: Vec<Branch>) -> Vec<Branch> {
    let kept = tree
        .into_iter()
        .filter(|branch| !branch.category.is_retired);
    kept.map(|mut branch| {
        branch.beneath.retain(|category| !category.is_retired);
        branch
    })
    .collect()
}

/// Which way a category goes among those beside it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

impl Way {
    /// As the form and the address name it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The way of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }
}

/// These categories in their new order, once one of them has gone one place up or down; nothing when
/// it is not among them or stands at that end already.
pub(super) fn reordered(
    beside: &[CategoryId],
    moved: &CategoryId,
    way: Way,
) -> Option<Vec<CategoryId>> {
    let from = beside.iter().position(|id| id == moved)?;
    let to = match way {
        Way::Up => from.checked_sub(1)?,
        Way::Down => from + 1,
    };
    let mut order = beside.to_vec();
    (to < order.len()).then(|| order.swap(from, to))?;
    Some(order)
}

/// A tree for samples of pages.
pub fn sample() -> Vec<Branch> {
    tree(vec![
        Category::sample("a", None, "Attendance"),
        Category::sample("p", None, "Child-on-child abuse"),
        Category::sample("b", Some("p"), "Bullying"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &[&str]) -> Vec<CategoryId> {
        names
            .iter()
            .map(|name| CategoryId((*name).into()))
            .collect()
    }

    fn grown() -> Vec<Branch> {
        tree(vec![
            Category::sample("bullying", Some("peers"), "Bullying"),
            Category::sample("attendance", None, "Attendance"),
            Category::sample("peers", None, "Child-on-child abuse"),
            Category::sample("hurt", Some("peers"), "Harmful sexual behaviour"),
            Category::sample("lost", Some("gone"), "Lost"),
        ])
    }

    fn shape(tree: &[Branch]) -> Vec<Vec<&str>> {
        let mut shape = Vec::new();
        for branch in tree {
            shape.push(branch.all().map(|one| one.id.0.as_str()).collect());
        }
        shape
    }

    #[test]
    fn a_tree_has_two_levels_and_loses_nothing() {
        assert_eq!(
            shape(&grown()),
            [
                vec!["attendance"],
                vec!["peers", "bullying", "hurt"],
                vec!["lost"]
            ]
        );
    }

    #[test]
    fn a_retired_category_is_not_offered_and_takes_those_beneath_along() {
        let mut tree = grown();
        tree[1].beneath[0].is_retired = true;
        assert_eq!(
            shape(&in_use(tree.clone())),
            [vec!["attendance"], vec!["peers", "hurt"], vec!["lost"]]
        );
        tree[1].category.is_retired = true;
        assert_eq!(shape(&in_use(tree)), [vec!["attendance"], vec!["lost"]]);
    }

    #[test]
    fn the_broad_category_goes_where_a_narrower_one_is_chosen() {
        let tree = grown();
        let chosen = |ticked: &[&str]| {
            let ticked = ids(ticked);
            let chosen = tree.iter().flat_map(|branch| branch.chosen(&ticked));
            chosen.map(|id| id.0.clone()).collect::<Vec<_>>()
        };
        assert_eq!(chosen(&["peers"]), ["peers"]);
        assert_eq!(chosen(&["hurt", "peers", "bullying"]), ["bullying", "hurt"]);
        assert_eq!(chosen(&["hurt", "attendance"]), ["attendance", "hurt"]);
        assert!(chosen(&["nothing"]).is_empty());
    }

    #[test]
    fn one_goes_a_place_up_or_down_and_never_out_of_the_list() {
        let beside = ids(&["a", "b", "c"]);
        let moved = |id: &str, way| reordered(&beside, &CategoryId(id.into()), way);
        assert_eq!(moved("b", Way::Up), Some(ids(&["b", "a", "c"])));
        assert_eq!(moved("b", Way::Down), Some(ids(&["a", "c", "b"])));
        for (id, way) in [("a", Way::Up), ("c", Way::Down), ("d", Way::Up)] {
            assert_eq!(moved(id, way), None, "{id}");
        }
    }
}
