"""What is wrong with JSON that a person wrote by hand: a stable code, and how to write it."""

from dataclasses import dataclass

# Each says what is likely wrong in the line and how it is written.
SENTENCES = {
    "comma_missing": "这一行的末尾缺少英文逗号“,”。上一项写完、后面还有一项时,中间要用它隔开。",
    "comma_trailing": "多了一个逗号:最后一项的后面不写逗号,请删掉。",
    "comma_extra": "多了一个逗号,请删掉。",
    "chinese_comma": "这里用了中文的标点,请换成英文逗号“,”。",
    "chinese_colon": "这里用了中文冒号“：”,请换成英文冒号“:”。",
    "chinese_quotes": '这里用了中文引号或者单引号。文字两头都要用英文双引号,写成 "文字"。',
    "chinese_brackets": "这里用了中文括号,请换成英文的 { } 或者 [ ]。",
    "colon_missing": '名称和内容之间缺少英文冒号,写成 "name": "内容"。',
    "quotes_missing": '文字和名称的两头都要有英文双引号,写成 "文字"。',
    "quotes_in_text": "一段文字的中间有英文双引号。请换成中文引号“”,或者在它前面加一个反斜杠。",
    "text_unclosed": "这段文字的后面缺少英文双引号。",
    "line_break_in_text": "一段文字的中间换了行。请接成一行;要换行的地方写 \\n。",
    "control_character": "文字里有制表符一类看不见的字符,请删掉或者换成空格。",
    "backslash": "文字里的反斜杠要写两次,写成 \\\\。",
    "odd_space": "这里有全角空格或者看不见的空格,请删掉或者换成普通空格。",
    "comment": "JSON 里不能写注释,请把这一句删掉。",
    "value_missing": "冒号后面没有内容。请写上;没有内容可写的,把这一行整个删掉。",
    "word_shape": "“是”写 true,“否”写 false,没有写 null:都是小写,不加引号。",
    "number_shape": "数字写得不对或者太长:只写阿拉伯数字,不写单位、千位逗号和前面的 0。",
    "out_of_place": "这里的内容放错了地方,请对照样板检查标点和括号。",
    "double_key": "“{key}”在第{line}行已经写过。同一处同一个名称只能写一次,请删掉或者合并一个。",
    "bracket_missing": "第{line}行的“{open}”没有配对:到这里之前少一个“{close}”,或者多一个右括号。",
    "bracket_extra": "多了一个右括号,前面没有和它配对的。请删掉,或者检查前面的括号。",
    "after_end": "最外层的括号已经结束,后面还有内容。请检查前面是不是多了一个右括号。",
    "too_deep": "括号套得太深,请对照样板检查。",
    "empty": "文件是空的。",
    "json_invalid": "“{open}”一直到文件末尾都没有配上“{close}”。",
    "json_otherwise": "这一行不是正确的 JSON,请对照样板检查。",
    "not_utf8": "文件不是 UTF-8 编码(像是 GBK,也叫 ANSI)。请用编辑器“另存为”,编码选 UTF-8。",
    "broken_characters": "这一行里有几个字不是 UTF-8 编码,已经看不出来。请重新打一遍这一行的文字。",
    "utf16": "文件是 UTF-16 编码(记事本叫 Unicode)。请用编辑器“另存为”,编码选 UTF-8。",
}
# After one of these nobody can tell what belongs to what: nothing else is said of the content.
UNSURE = frozenset(
    {
        "bracket_missing",
        "bracket_extra",
        "after_end",
        "too_deep",
        "json_invalid",
        "out_of_place",
        "empty",
    }
)
# What was written is no value; the one taken in its place is not judged.
GUESSED = frozenset({"value_missing", "quotes_missing", "word_shape", "number_shape"})


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of the pen; `line` counts from 1, `message` is Chinese."""

    line: int
    code: str
    message: str
