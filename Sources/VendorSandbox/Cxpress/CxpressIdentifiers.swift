/// The statuses of tickets; the raw values are the vendor's fixed ids.
enum CxpressStatus: String, Sendable {
    case new = "daddbd66-1dd2-4008-94c9-7fcb9b1a5800"
    case open = "b58c1105-0ffe-4d07-a7d6-751389fc3008"
    case pending = "0ec35dbb-398e-4c2f-996c-933af162c950"
    case onHold = "3dd9b9ac-7399-4ce8-b22c-a513eb473803"
    case resolved = "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a"
    case abandoned = "2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9"

    /// Whether a ticket with it is in progress.
    var isInProgress: Bool { self != .resolved && self != .abandoned }
}

/// The channels; the raw values are the vendor's fixed ids.
enum CxpressChannel: String, CaseIterable, Sendable {
    case email = "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a"
    case telephony = "6977996d-11d1-44cc-a863-2e1d9c24e046"
    case whatsApp = "33be81d8-88ac-4e08-bb4d-cf69fd23267f"
    case facebook = "aa1cea93-23de-46aa-af14-d6f766acf5c8"
    case instagram = "f28cb4a4-e42b-425a-8011-59d5f9c1d0f2"
    case webchat = "4a7b71bb-6432-4794-ad11-f978b067871d"

    /// What the consumer needs for it, as the vendor names the field.
    var consumerField: String {
        switch self {
        case .email: "email"
        case .telephony: "phone"
        case .whatsApp: "whatsapp"
        case .facebook: "facebook"
        case .instagram: "instagram"
        case .webchat: "webchat"
        }
    }
}

/// What a custom field belongs to; the raw values are the vendor's fixed ids.
enum CxpressEntity: String, Sendable {
    case ticket = "250204ce-44eb-4cdc-865a-f54eed9c6496"
    case consumer = "b93b0740-a77d-4474-aad9-7aa0044d5654"
}

/// What a custom field's value may hold; the raw values are the vendor's fixed ids.
enum CxpressDataType: String, Sendable {
    case general = "03bf352a-c95f-4d05-927b-4380eb3f407f"
    case numeric = "cbb362a5-c6ab-4acb-b2c8-f67a49770987"
    case text = "4aaa9e26-2277-4827-a085-e8f3404d358a"

    /// Whether `value` keeps the documented rule: digits alone, letters alone, or anything.
    func allows(_ value: String) -> Bool {
        switch self {
        case .general: true
        case .numeric: value.utf8.allSatisfy { (0x30...0x39).contains($0) }
        case .text: value.allSatisfy(\.isLetter)
        }
    }
}

/// How a custom field is edited; the raw values are the vendor's fixed ids.
enum CxpressComponent: String, Sendable {
    case text = "d31ebd9e-af9f-4559-b04a-729439218a6f"
    case textArea = "2982a738-4de3-440a-8ed1-cc1fdb51bc9b"
}

/// The access level of an operator. The vendor documents the levels but not their ids; the raw values are
/// those of its examples, and one of the simulator's own.
enum CxpressProfile: String, Sendable {
    case owner = "a90baf90-b2b4-4ed9-a268-4be4f6addb1c"
    case adminOperator = "5b0c6a0e-0d5e-4c39-9d0a-3c1f3f2f7d51"
    case `operator` = "ec2f67da-d7b0-4486-85a7-b8f297c5dc3c"
}
