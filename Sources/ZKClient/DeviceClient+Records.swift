package import ZKProtocol

/// The few changes of records that the sync makes, for this package alone.
extension DeviceClient {
    /// Writes a whole user record into its slot.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    package func storeRecord(_ user: UserRecord, layout: UserLayout) async throws {
        let task = "write a user to"
        do {
            _ = try await ask(.writeUser, data: try user.encoded(as: layout), task: task)
        } catch let error as WireError {
            throw unreadable(error, task: task)
        }
    }

    /// Takes away a user with all fingers.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    package func removeUserRecord(slot: UInt16) async throws {
        var writer = ByteWriter()
        writer.u16(slot)
        _ = try await ask(.deleteUser, data: writer.bytes, task: "delete a user from")
    }

    /// Writes a template; the user is there and the place of the finger is empty.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    package func storeRecord(_ template: TemplateRecord) async throws {
        let task = "write a template to"
        guard let size = UInt16(exactly: template.bytes.count) else {
            throw unreadable(
                .unencodable(field: "template", reason: "it is too long"), task: task)
        }
        var announced = ByteWriter()
        announced.u32(UInt32(size))
        _ = try await ask(.prepareData, data: announced.bytes, task: task)
        _ = try await ask(.data, data: template.bytes, task: task)
        var place = ByteWriter()
        place.u16(template.slot)
        place.u8(template.finger)
        place.u8(template.validity)
        place.u16(size)
        _ = try await ask(.storeTemplate, data: place.bytes, task: task)
        _ = try await ask(.freeData, task: task)
    }

    /// Takes away a finger.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    package func removeTemplateRecord(slot: UInt16, finger: UInt8) async throws {
        var writer = ByteWriter()
        writer.u16(slot)
        writer.u8(finger)
        _ = try await ask(.deleteTemplate, data: writer.bytes, task: "delete a template from")
    }

    /// Tells the gate that people have changed.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    package func refreshRecords() async throws {
        _ = try await ask(.refreshData, task: "refresh")
    }
}
