/// The answers that `vendors/indecx.md` shows, as they stand there.
enum IndeCXExamples {
    /// The action whose questionnaire there is.
    static let actionID = "PJ48WM"

    /// `GET /actions-info`
    static let actions: StaticString =
        #"""
        [
          {
            "_id": "61a6704c35927d3d11fe18f8",
            "surveyType": "survey",
            "type": "nps-0-10",
            "name": "Ação de pesquisa da área de pós-venda",
            "channel": "emailsms",
            "controlId": "5Q0WB7",
            "createdAt": "2020-01-15T20:11:59.540Z"
          },
          {
            "_id": "61a6704c35927d3d11fe18f9",
            "surveyType": "survey",
            "type": "nps-0-10",
            "name": "Ação de pesquisa da área de Vendas",
            "channel": "emailsms",
            "controlId": "5YSZVS",
            "createdAt": "2020-01-20T17:16:14.951Z"
          }
        ]
        """#

    /// `GET /actions-info/{action}`
    static let action: StaticString =
        #"""
        {
          "_id": "60ae764cec27e759d6268563",
          "controlId": "PJ48WM",
          "surveyType": "survey",
          "name": "Teste ClientID",
          "type": "nps-0-10",
          "question": "Em uma escala de 0 a 10, quanto você indicaria a IndeCX para um amigo ou familiar?",
          "enableAnonymous": null,
          "adittionalQuestions": [
            {
              "type": "REVIEWS",
              "text": "Atendimento"
            },
            {
              "type": "CSAT",
              "text": "Prazo"
            },
            {
              "type": "LIKE/DISLIKE",
              "text": "Satisfação com o produto"
            },
            {
              "type": "LIKERT",
              "text": "Qual sua avaliação sobre o tema A?"
            },
            {
              "type": "EMOTION",
              "text": "Foi entregue no prazo?"
            },
            {
              "type": "MULTIPLE",
              "text": "o que você acha?",
              "multipleType": "radio",
              "choices": [
                {
                  "text": "Opção 1"
                },
                {
                  "text": "Opção 2"
                },
                {
                  "text": "Opção 3"
                },
                {
                  "text": "Opção 4"
                }
              ]
            },
            {
              "type": "INPUT",
              "text": "pergunta Input"
            }
          ],
          "allAnswersRequired": false
        }
        """#
}
