import Primitives

/// A page of IndeCX's answers, as its documentation shows them: 1,000 rows, with remarks of lengths from none
/// to a paragraph, some telephone numbers that are numbers, and every other row followed up.
enum Page {
    static let rows = 1000

    /// The actions that the answers are of.
    static let actions = """
        [{"_id":"6074572fa732a85e3683bf9f","surveyType":"survey","type":"nps-0-10","name":"Ação de pós-venda",\
        "channel":"emailsms","controlId":"5Q0WB7","createdAt":"2020-01-15T20:11:59.540Z"},\
        {"_id":"6074572fa732a85e3683bfa0","surveyType":"survey","type":"nps-0-10","name":"Ação de vendas",\
        "channel":"emailsms","controlId":"5YSZVS","createdAt":"2020-01-20T17:16:14.951Z"}]
        """

    private static let remarks = [
        #""O atendimento poderia ser melhor""#, "null",
        #""Demora na entrega do veículo. Liguei três vezes e cada pessoa deu um prazo diferente.\n\nNo fim deu "#
            + #"certo, mas a comunicação precisa melhorar muito: ninguém avisa nada antes de o cliente perguntar.""#,
        #""Ótimo! 😀""#, #""Ele disse \"amanhã\" e não veio. Já é a terceira vez.""#,
    ]
    private static let names = ["Cliente A", "João Araújo", "Conceição D'Ávila", "Zoë", "María José"]

    static func make() -> ByteBuffer {
        let page = ByteBuffer()
        page.append("{\"page\":1,\"limit\":1000,\"total\":1000,\"answers\":[" as StaticString)
        for number in 0..<rows {
            if number > 0 { page.append(UInt8(ascii: ",")) }
            page.append(answer(number))
        }
        page.append("]}" as StaticString)
        return page
    }

    private static func answer(_ number: Int) -> String {
        let digits = String(100_000 + number)
        let time = "2021-06-01T1\(number % 10):4\(number % 7):\(10 + number % 50).\(100 + number % 900)Z"
        let phone = number % 3 == 0 ? "1199999\(1000 + number)" : "\"551199999\(1000 + number)\""
        return """
            {"_id":"60b680790be5ec68f9\(digits)","active":true,"date":"\(time)","answerDate":"\(time)",\
            "anonymousResponse":false,"clientId":null,"categories":[{"category":"Atendimento Insatisfatorio",\
            "subCategory":"Gerente"},{"category":"Conteúdo programático"}],"tags":[],"subTags":[],\
            "deleted":false,"name":"\(names[number % 5])","email":"cliente\(number)@example.com",\
            "phone":\(phone),"feedback":\(remarks[number % 5]),"additionalQuestions":[{"multipleValues":[],\
            "_id":"60b690786b90df6a1c\(digits)","type":"REVIEWS","text":"Atendimento",\
            "review":\(1 + number % 5)},{"multipleValues":[],"_id":"60b690786b90df6a1d\(digits)",\
            "type":"CSAT","text":"Prazo","review":\(1 + number % 10)},{"type":"MULTIPLE",\
            "_id":"6494506193567c0013\(digits)","text":"Qual motivo da sua avaliação",\
            "options":[{"option":"devolução e cancelamento da venda","subOptions":["comissão"]}]}],\
            "channel":"email","companyId":"5edfb0342e03a449708e67df",\
            "actionId":"6074572fa732a85e3683bf\(number % 2 == 0 ? "9f" : "a0")",\
            "inviteId":"60b66441e4c5236925\(digits)","detailsId":"60b66440e4c5236925\(digits)",\
            "text":"Em uma escala de 0 a 10, o quanto você indicaria a Indecx para amigos ou familiares?",\
            "review":\(number % 11),"indicators":[\(indicators(digits))],"controlId":"S8C0VE",\
            "metric":"nps-0-10","createdAt":"\(time)","updatedAt":"\(time)"\(work(number, time))}
            """
    }

    private static func indicators(_ digits: String) -> String {
        [("sent_date", "2021-06-01", "67"), ("seller_id", "415785", "87"), ("seller_type", "biz", "8e")].map {
            column, value, id in
            """
            {"_id":"60b66440e4c5236926\(digits)","column":"\(column)","value":"\(value)",\
            "indicatorId":"60999b6846cfe15d3e276b\(id)","key":"\(value)"}
            """
        }.joined(separator: ",")
    }

    private static func work(_ number: Int, _ time: String) -> String {
        guard number % 2 == 0 else { return "" }
        return """
            ,"sentimentAnalyzeGCP":{"score":0,"keyPhrases":["Atendimento","Melhor"]},\
            "treatments":{"status":"aberto","sponsor":"Ninguém","comments":[],"date":"\(time)","categories":[]}
            """
    }
}
