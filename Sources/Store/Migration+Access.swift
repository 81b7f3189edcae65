extension Migration {
    /// Version 8: the verification table tells whether a user record carries a card and a password, and
    /// whether the gate holds a face; NULL is not known, as of everybody seen before this step.
    static let otherWays = """
        ALTER TABLE access ADD COLUMN has_card INTEGER CHECK (has_card IN (0, 1));
        ALTER TABLE access ADD COLUMN has_password INTEGER CHECK (has_password IN (0, 1));
        ALTER TABLE access ADD COLUMN has_face INTEGER CHECK (has_face IN (0, 1));
        """
}
