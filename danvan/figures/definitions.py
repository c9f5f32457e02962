"""What each published figure means, in the words that people read: the help page and the reports say it from here.

The codes of the first ones are those of the effect rows, which the apps register (see `effects.counts`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    code: str
    name: str
    words: str


DEFINITIONS = (
    Definition("support_vnd", "Hỗ trợ, đồng",
               "Cộng các phần góp đã quy thành tiền của khoản hỗ trợ đã tiếp nhận. Không gồm vốn cho vay. "
               "Một khoản do nhiều nguồn góp vẫn là một khoản, mỗi nguồn tính phần của mình."),
    Definition("loan_vnd", "Cho vay, đồng",
               "Cộng số tiền các khoản cho vay đã tiếp nhận. Luôn đứng riêng, không bao giờ cộng vào hỗ trợ."),
    Definition("supports", "Số khoản", "Mỗi bản ghi đã tiếp nhận là một khoản, kể cả khoản cho vay."),
    Definition("unvalued", "Chưa quy thành tiền",
               "Khoản hỗ trợ không có phần góp nào quy thành tiền, như ngày công hay cây giống. "
               "Được đếm và liệt kê; không bỏ, cũng không coi là 0 đồng."),
    Definition("houses", "Nhà ở",
               "Số căn nhà xây mới, theo số lượng có đơn vị “căn”. Sửa nhà không tính. "
               "Một căn do nhiều nguồn góp chỉ tính một lần."),
    Definition("turns", "Lượt hộ", "Cộng số hộ ghi ở từng khoản; một hộ nhận hai khoản là hai lượt."),
    Definition("households", "Hộ khác nhau",
               "Đếm các hộ đã có tên, mỗi hộ một lần. Khoản chưa có tên hộ nào thì ghi “–”. Không trộn với lượt hộ."),
    Definition("joint_vnd", "Phần cùng phối hợp",
               "Tiền của các khoản mà tổ chức chỉ phối hợp. Ghi bên cạnh để biết; "
               "tổng chỉ cộng theo đơn vị thực hiện."),
    Definition("joint_credit", "Cùng làm",
               "Một việc của nhiều tổ chức đếm một lần cho toàn huyện (theo kênh thực hiện) và một lần cho mỗi tổ chức "
               "đã làm. Kênh thực hiện cộng cùng làm là phần của tổ chức; cộng phần của mọi tổ chức thì việc cùng làm "
               "bị đếm lại, và cổng nói rõ bao nhiêu. Khoản hỗ trợ, khoản cho vay, hoạt động, công trình và mô hình "
               "đều tính như vậy, mỗi loại riêng."),
    Definition("period", "Kỳ và cùng kỳ",
               "Khoản tính vào kỳ khi ngày ghi, dù chỉ đến tháng, quý hay năm, nằm trọn trong kỳ. "
               "Khoản chỉ ghi năm thì tính vào năm, không vào quý hay 6 tháng nào; báo cáo của kỳ nêu bao nhiêu khoản, "
               "bao nhiêu đồng chưa xếp được vào kỳ. Cùng kỳ là những ngày ấy của năm trước; "
               "chưa ghi nhận gì thì không so sánh."),
    Definition("supplements", "Bổ sung cho kỳ trước",
               "Khoản phát sinh trong kỳ đã chốt, ghi sau khi chốt. Giữ ngày thật; tính vào kỳ mở kế tiếp, nằm trong "
               "các tổng của kỳ ấy và được nêu riêng. Số của kỳ đã chốt không đổi."),
    Definition("rate", "Tỷ lệ",
               "Tính từ tử số và mẫu số, làm tròn hai chữ số, phần năm trở lên thì lên; không ghi tay."),
    Definition("difference", "Chênh lệch với số công bố",
               "Số công bố trừ số cổng tính từ các khoản. Hai số đều được giữ, không sửa cho khớp."),
    Definition("plan", "So với kế hoạch",
               "Kế hoạch là một mức hoặc một khoảng. Trong khoảng thì chênh lệch bằng 0, "
               "ngoài khoảng thì tính tới mức gần hơn."),
)  # fmt: skip
