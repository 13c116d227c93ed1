"""What can go wrong with an address book."""

from mobile_api.shared.errors import AppError, NotFound


class AddressNotFound(NotFound):
    code = "address_not_found"
    title = "没有找到这个地址,可能已经删除。请重新选择或填写。"


class AddressBookFull(AppError):
    status = 409
    code = "address_book_full"
    title = "最多保存20个常用地址,请先删除不用的地址。"


class AddressAlreadySaved(AppError):
    status = 409
    code = "address_already_saved"
    title = "这个地址已经保存过了,不需要重复保存。"
