//! A school whose user groups ask something of keys.

use keyward_db::params;

use super::School;
use crate::audit::Entry;
use crate::ids::GroupId;
use crate::key_policy::{self, Policy};

keyward_db::statements! {
    /// The user group of this name.
    GROUP = "SELECT user_group.id FROM user_group JOIN school ON school.id = user_group.school_id
             WHERE school.slug = 'hawthorn-park' AND user_group.name = $1";
}

impl School {
    /// Which user group has this name.
    pub async fn group(&self, name: &str) -> GroupId {
        let name = name.to_owned();
        let found = self
            .app
            .db()
            .read(move |tx| tx.one(GROUP, &params![&name], |row| row.get(0)));
        found.await.expect("read").expect("a user group")
    }

    /// Writes down what a user group asks, as somebody not in it would.
    pub async fn asks(&self, group: &str, policy: Policy) {
        let group = self.group(group).await;
        self.writes(move |tx| {
            key_policy::write(tx, &group, &policy)?;
            tx.entry(Entry::of("test", "group", &group.0))
        })
        .await;
    }
}
