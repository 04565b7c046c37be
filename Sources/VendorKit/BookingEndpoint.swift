import HTTPCore
import JSONCore
import Primitives
import UnifiedModel

/// How a vendor books an appointment.
public struct BookingEndpoint: Sendable {
    /// The members of the draft it can write.
    public let writable: [StaticString]
    /// Where the free times are found, to know a time's part of the day and what else is free.
    public let slots: SlotEndpoint
    /// Throws a ``HTTPCore/Problem`` for a draft that the vendor would refuse, with a pointer to each fault.
    public let check: @Sendable (AppointmentDraft) throws -> Void
    /// The fields of the form that belongs to the booking.
    public let formFields: @Sendable (AppointmentDraft) throws -> Lookup<[FormField]>
    /// The call for a draft whose part of the day and channel are known.
    public let request: @Sendable (AppointmentDraft, Account) throws -> VendorRequest
    /// Makes the record of the answer.
    public let record: @Sendable (JSONValue, AppointmentDraft, Account) throws -> Appointment

    /// A booking of these parts.
    public init(
        writable: [StaticString] = AppointmentDraft.memberNames, slots: SlotEndpoint,
        check: @escaping @Sendable (AppointmentDraft) throws -> Void,
        formFields: @escaping @Sendable (AppointmentDraft) throws -> Lookup<[FormField]>,
        request: @escaping @Sendable (AppointmentDraft, Account) throws -> VendorRequest,
        record: @escaping @Sendable (JSONValue, AppointmentDraft, Account) throws -> Appointment
    ) {
        self.writable = writable
        self.slots = slots
        self.check = check
        self.formFields = formFields
        self.request = request
        self.record = record
    }
}

/// One field of a form.
public struct FormField: Sendable, Hashable {
    /// What it is written with.
    public let key: Text
    /// Whether it must be filled in.
    public let isRequired: Bool

    /// A field.
    public init(key: Text, isRequired: Bool) {
        self.key = key
        self.isRequired = isRequired
    }

    /// What is wrong with a form as it was filled in: fields that it does not have, that are filled in twice,
    /// that are empty or missing although they are required.
    public static func faults(of answers: [FormAnswerDraft], for fields: [FormField]) -> [FieldFault] {
        var faults: [FieldFault] = []
        var filled: Set<Text> = []
        for (index, answer) in answers.enumerated() {
            guard let field = fields.first(where: { $0.key == answer.key }) else {
                let keys = fields.map(\.key.string).joined(separator: ", ")
                let known = keys.isEmpty ? "which has none" : "which has \(keys)"
                faults.append(FieldFault("/form/\(index)/key", "is no field of the form, \(known)"))
                continue
            }
            if !filled.insert(answer.key).inserted {
                faults.append(FieldFault("/form/\(index)/key", "is filled in twice"))
            } else if field.isRequired, answer.value.isEmpty {
                faults.append(FieldFault("/form/\(index)/value", "is required"))
            }
        }
        for field in fields where field.isRequired && !filled.contains(field.key) {
            faults.append(FieldFault("/form", "lacks \(field.key), which is required"))
        }
        return faults
    }
}
