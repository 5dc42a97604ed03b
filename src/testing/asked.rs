//! A school whose user groups ask something of keys, and whose people hold them.

use keyward_db::params;

use super::School;
use crate::audit::Entry;
use crate::ids::GroupId;
use crate::key_policy::{self, Kind, Policy};

keyward_db::statements! {
    /// The user group of this name.
    GROUP = "SELECT user_group.id FROM user_group JOIN school ON school.id = user_group.school_id
             WHERE school.slug = 'hawthorn-park' AND user_group.name = $1";
    /// A working key of somebody's, as if they had linked it.
    KEY = "INSERT INTO security_key (id, person_id, name, credential_id, record, counter,
                                     transports, added_at, kind, approved_at)
           VALUES ($1, $2, 'A key', $1, '', 0, '', $3, $4, $3)";
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

    /// Somebody holds a working key of this kind, beside what they hold.
    pub async fn gives_key(&self, address: &str, kind: Kind) {
        let (person, now) = (self.person(address).await, self.app.now().as_micros());
        let id = format!("{}-{address}", kind.name());
        let given = self
            .app
            .db()
            .write(move |tx| tx.execute(KEY, &params![&id, &person, now, kind.name()]));
        assert_eq!(given.await.expect("written"), 1);
    }
}
