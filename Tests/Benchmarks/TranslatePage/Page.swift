import Primitives

/// A page of a vendor's "List Tickets", as its documentation shows it: 100 tickets, about 93 KB, messages
/// with line breaks, quotes and accents.
enum Page {
    static let messages = [
        "Olá, bom dia!\n\nGostaria de saber se o meu pedido já saiu para entrega, porque o prazo era ontem e "
            + "até agora não recebi nenhuma atualização.\n\nObrigada,\nMaria Conceição",
        "Recebido.\n\nEm qua., 28 de mai. de 2025 às 13:11,\n<suporte@example.com>\nescreveu:\n\n>\n> Segue a "
            + "segunda via.\n>\n> *Alana | Atendimento*\n> ------------------------------\n>\n",
        "On a scale of 1 to 5, how satisfied are you with the service? Responses range from 1 (very "
            + "dissatisfied) to 5 (very satisfied). 0. I do not wish to rate. 1. Very dissatisfied. 2. "
            + "Dissatisfied",
        "Ele disse \"amanhã\" e não veio. Já é a terceira vez.",
        "ok",
        "[image: Logo]\n\n[image: We deliver insights] \n<https://example.com/> *Alana Tenório*\n_cel: *+55 87 "
            + "99950-0000*\n\nwww.example.com\n",
        "Segue o comprovante: C:\\documentos\\nota.pdf\r\n\r\nAtenciosamente,\r\nJoão Araújo 😀",
    ]
    static let statuses = [
        "daddbd66-1dd2-4008-94c9-7fcb9b1a5800", "b58c1105-0ffe-4d07-a7d6-751389fc3008",
        "0ec35dbb-398e-4c2f-996c-933af162c950", "3dd9b9ac-7399-4ce8-b22c-a513eb473803",
    ]
    static let names = ["Alana", "Marcos Vinícius", "João", "Conceição", "Giclayne"]

    static func make() -> ByteBuffer {
        let page = ByteBuffer()
        page.append("{\"message\":\"Request successfully fulfilled.\",\"code_cxpress\":700,\"tickets\":[")
        for number in 0..<100 {
            if number > 0 { page.append(UInt8(ascii: ",")) }
            page.append(ticket(number))
        }
        page.append("],\"pagination\":{\"total\":812,\"lastPage\":9,\"perPage\":100,\"currentPage\":1}}")
        return page
    }

    private static func ticket(_ number: Int) -> String {
        let digits = String(100_000_000_000 + number * 7_654_321)
        let time = "2025-05-29T1\(number % 10):4\(number % 7):\(10 + number % 50).\(100 + number)Z"
        return """
            {"id":"2f61bd86-ddd3-46c6-ab9e-\(digits)","status_id":"\(statuses[number % 4])",\
            "updated_at":"\(time)","updated_level2_at":"\(time)",\
            "channel_id":"3f3fa530-fd3e-4018-ab98-4d9c3cd5406a","deleted_at":null,\
            "ticket_reference_id":"\(30_000 + number)","subject":"Dúvida sobre o pedido \(number)",\
            "who_is_viewing":null,"consumer_last_message":"\(time)","processing":false,\
            "who_is_viewing_user_id":null,"home_ticket_update_at":"\(time)",\
            "requester_user":{"name":"\(names[number % 5])","lastname":\(number % 3 == 0 ? "null" : "\"Silva\"")},\
            "assigned_employee":{"name":\(number % 2 == 0 ? "null" : "\"Alana\""),"lastname":null},\
            "sector":{"id":"e937f3c3-2ad7-4e53-b02d-\(digits)","name":"Atendimento Região \(number % 8)"},\
            "bold":\(number % 2 == 0),"last_message":"\(escaped(messages[number % messages.count]))",\
            "tags":null,"custom_fiejds":null}
            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\r\n", with: "\\r\\n")
            .replacing("\n", with: "\\n")
    }
}
