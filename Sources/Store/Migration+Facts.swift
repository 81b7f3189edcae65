extension Migration {
    /// Version 9: MAC address and fingerprint algorithm of a gate, and what each gate told of itself over
    /// time: a row for as long as it told the same, in the gate's wall time.
    static let toldFacts = """
        ALTER TABLE gate ADD COLUMN mac TEXT NOT NULL DEFAULT '';
        ALTER TABLE gate ADD COLUMN finger_algorithm TEXT NOT NULL DEFAULT '';
        CREATE TABLE gate_told (
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            fact TEXT NOT NULL,
            first_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (gate_id, fact, first_at)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO gate_told SELECT id, 'model', facts_at, facts_at, model FROM gate
            WHERE facts_at IS NOT NULL AND model <> '';
        INSERT INTO gate_told SELECT id, 'firmware', facts_at, facts_at, firmware FROM gate
            WHERE facts_at IS NOT NULL AND firmware <> '';
        INSERT INTO gate_told SELECT id, 'platform', facts_at, facts_at, platform FROM gate
            WHERE facts_at IS NOT NULL AND platform <> '';
        """
}
