"""What the upstream serves: one contact and one page of tickets, as Cxpress would send them.

Both are made from the vendor's documented examples and are the same bytes in every run, so that runs
can be compared. `python3 records.py DIRECTORY` writes them.
"""

import json
import pathlib
import sys

CONTACT_ID = "191efbd3-1cab-4f7e-8ec1-7ae173e57dc3"
TICKETS = 100

MESSAGES = [
    "Olá, bom dia!\n\nGostaria de saber se o meu pedido já saiu para entrega, porque o prazo era ontem e "
    "até agora não recebi nenhuma atualização.\n\nObrigada,\nMaria Conceição",
    "Recebido.\n\nEm qua., 28 de mai. de 2025 às 13:11,\n<suporte@example.com>\nescreveu:\n\n>\n> Segue a "
    "segunda via.\n>\n> *Alana | Atendimento*\n> ------------------------------\n>\n",
    "On a scale of 1 to 5, how satisfied are you with the service? Responses range from 1 (very "
    "dissatisfied) to 5 (very satisfied). 0. I do not wish to rate. 1. Very dissatisfied. 2. Dissatisfied",
    'Ele disse "amanhã" e não veio. Já é a terceira vez que marco a visita técnica, fico em casa o dia todo '
    "e ninguém aparece nem avisa. Quero falar com o responsável ou cancelar o contrato sem multa.",
    "ok",
    "[image: Logo]\n\n[image: We deliver insights] \n<https://example.com/> *Alana Tenório*\n_cel: *+55 87 "
    "99950-0000*\n\nwww.example.com\n",
    "Segue o comprovante: C:\\documentos\\nota.pdf\r\n\r\nO pagamento foi feito no dia 12, conforme o boleto que "
    "recebi por e-mail, mas o aplicativo continua a mostrar a fatura como em aberto e com juros.\r\n\r\nPeço que "
    "confirmem a baixa ainda hoje.\r\n\r\nAtenciosamente,\r\nJoão Araújo 😀",
]
STATUSES = [
    "daddbd66-1dd2-4008-94c9-7fcb9b1a5800",
    "b58c1105-0ffe-4d07-a7d6-751389fc3008",
    "0ec35dbb-398e-4c2f-996c-933af162c950",
    "3dd9b9ac-7399-4ce8-b22c-a513eb473803",
]
CHANNELS = [
    "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a",
    "33be81d8-88ac-4e08-bb4d-cf69fd23267f",
    "4a7b71bb-6432-4794-ad11-f978b067871d",
]
NAMES = ["Alana", "Marcos Vinícius", "João", "Conceição", "Giclayne"]


def contact():
    """The documented answer of "Show consumer"."""
    consumer = {
        "id": "6cf3a2fc-bf53-4a53-86bd-71e05cd4f41a",
        "user_id": CONTACT_ID,
        "name": "Marcos 2",
        "lastname": None,
        "document_number": None,
        "email": "email@gmail.com",
        "phone": None,
        "instagram": None,
        "twitter": None,
        "facebook": None,
        "youtube": None,
        "whatsapp": None,
        "address": None,
        "observations": None,
        "webchat": None,
        "employee_user_id": None,
        "instagram_user": None,
        "facebook_user": None,
        "line_type_whatsapp": None,
        "direct_attendance_n2": False,
        "created_by_employee": "true",
        "tags": [None],
        "custom_fields": [],
    }
    return {"message": "successfully.", "consumers": [consumer], "code_cxpress": 1400}


def ticket(number):
    """A row of "List Tickets"."""
    digits = 100_000_000_000 + number * 7_654_321
    moment = f"2025-05-29T1{number % 10}:4{number % 7}:{10 + number % 50}.{100 + number}Z"
    return {
        "id": f"2f61bd86-ddd3-46c6-ab9e-{digits}",
        "status_id": STATUSES[number % len(STATUSES)],
        "updated_at": moment,
        "updated_level2_at": moment,
        "channel_id": CHANNELS[number % len(CHANNELS)],
        "deleted_at": None,
        "ticket_reference_id": str(30_000 + number),
        "subject": f"Dúvida sobre o pedido {number}",
        "who_is_viewing": None,
        "consumer_last_message": moment,
        "processing": False,
        "who_is_viewing_user_id": None,
        "home_ticket_update_at": moment,
        "requester_user": {
            "name": NAMES[number % len(NAMES)],
            "lastname": None if number % 3 == 0 else "Silva",
        },
        "assigned_employee": {"name": None if number % 2 == 0 else "Alana", "lastname": None},
        "sector": {"id": f"e937f3c3-2ad7-4e53-b02d-{digits}", "name": f"Atendimento Região {number % 8}"},
        "bold": number % 2 == 0,
        "last_message": MESSAGES[number % len(MESSAGES)],
        "tags": None,
        "custom_fiejds": None,
    }


def page():
    """An answer of "List Tickets" with a page of them, the first of nine."""
    return {
        "message": "Request successfully fulfilled.",
        "code_cxpress": 700,
        "tickets": [ticket(number) for number in range(TICKETS)],
        "pagination": {
            "total": 812,
            "lastPage": 9,
            "prevPage": None,
            "nextPage": 2,
            "perPage": TICKETS,
            "currentPage": 1,
            "from": 0,
            "to": TICKETS,
        },
    }


def write(directory):
    """Writes `contact.json` and `page.json`, compact and in UTF-8."""
    for name, value in (("contact", contact()), ("page", page())):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        pathlib.Path(directory, f"{name}.json").write_bytes(text.encode())


if __name__ == "__main__":
    write(sys.argv[1])
