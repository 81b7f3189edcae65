import ZKProtocol

extension Command {
    /// Whether doing it twice is the same as doing it once, and says the same: only such requests are
    /// sent again when a datagram may have been lost.
    var isRepeatable: Bool { Self.repeatable.contains(self) }

    private static let repeatable: Set<Command> = [
        .version, .readOption, .freeSizes, .readTime, .state, .pinWidth, .doorState, .readTemplate,
        .freeData, .enable, .disable, .refreshData, .refreshOptions, .writeUser, .writeOption,
        .prepareData, .event, .cancelCapture, .startVerify,
    ]
}
