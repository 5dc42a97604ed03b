//! One connection, and the statements that it has prepared.

use std::collections::HashMap;

use postgres::types::ToSql;
use postgres::{Client, Statement};

use super::error::{connecting, explain};
use crate::tx::Trouble;
use crate::{Error, Row, Sql, Value};

/// What every connection is told first. A statement, a wait for a lock and a transaction that
/// does nothing all come to an end, whatever happens to the machine that began them.
///
/// Statements are planned once, in the order in which they are written, and nothing is compiled for
/// them: the rule of who may read what is long, so that to plan or to compile it takes far longer than
/// to run it for the few rows of a page (postgresql.org/docs, "Query Planning").
const SETTINGS: &str = "
    SET statement_timeout = '15s';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '30s';
    SET client_min_messages = warning;
    SET jit = off;
    SET plan_cache_mode = force_generic_plan;
    SET join_collapse_limit = 1;
";

/// One connection, and its statements by their names, which are far shorter than their texts.
pub(crate) struct Session {
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

type Each<'e> = &'e mut dyn FnMut(&Row<'_>) -> Result<(), Error>;

impl Session {
    pub fn new(mut client: Client) -> Result<Session, Error> {
        client
            .batch_execute(SETTINGS)
            .map_err(|error| connecting(&error))?;
        Ok(Session {
            client,
            prepared: HashMap::new(),
        })
    }

    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub fn execute(&mut self, sql: Sql, params: &[Value]) -> Result<u64, Trouble> {
        let statement = self.statement(sql)?;
        self.client
            .execute(&statement, &borrowed(params))
            .map_err(|error| explain(sql.name(), &error))
    }

    pub fn query(&mut self, sql: Sql, params: &[Value], each: Each<'_>) -> Result<(), Trouble> {
        let statement = self.statement(sql)?;
        let rows = self
            .client
            .query(&statement, &borrowed(params))
            .map_err(|error| explain(sql.name(), &error))?;
        for row in &rows {
            each(&Row::new(sql, row))?;
        }
        Ok(())
    }

    pub fn prepare(&mut self, sql: Sql) -> Result<(), Trouble> {
        self.statement(sql).map(drop)
    }

    pub fn batch(&mut self, name: &str, text: &str) -> Result<(), Trouble> {
        self.client
            .batch_execute(text)
            .map_err(|error| explain(name, &error))
    }

    fn statement(&mut self, sql: Sql) -> Result<Statement, Trouble> {
        if let Some(known) = self.prepared.get(sql.name()) {
            return Ok(known.clone());
        }
        let statement = self
            .client
            .prepare(sql.postgres())
            .map_err(|error| explain(sql.name(), &error))?;
        self.prepared.insert(sql.name(), statement.clone());
        Ok(statement)
    }
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}
