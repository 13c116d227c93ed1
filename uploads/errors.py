"""What can go wrong with a file, in words that its person can act on."""

from mobile_api.shared.errors import AppError, NotFound, TemporarilyUnavailable, TooManyRequests


class FileNotFound(NotFound):
    code = "file_not_found"
    title = "没有找到这个文件,请重新上传。"


class FileNotReceived(AppError):
    status = 409
    code = "file_not_received"
    title = "还没有收到文件,可能是网络中断,请重新上传这个文件。"


class FileExpired(AppError):
    status = 410
    code = "file_expired"
    title = "这次上传已经过期,请重新选择文件上传。"


class FileNotClean(AppError):
    status = 409
    code = "file_not_clean"
    title = "文件还没有通过检查,暂时不能查看。请稍后刷新;没有通过的,请按提示重新上传。"


class TooManyUploads(TooManyRequests):
    code = "too_many_uploads"
    title = "您上传的文件太多了,请先完成已经开始的上传,或稍后再试。"


class FilesNotUsable(AppError):
    """`errors` names every file that cannot be submitted, and why."""

    status = 422
    code = "files_not_usable"
    title = "有文件不能提交,请按下面的提示处理后再提交。"


class StorageUnavailable(TemporarilyUnavailable):
    code = "storage_unavailable"
    title = "文件存储繁忙,请稍后再试,已经上传的文件没有丢失。"


class TicketRefused(AppError):
    """The form or link was not signed by us, was changed, or is out of time (S3: AccessDenied)."""

    status = 403
    code = "ticket_refused"
    title = "上传或查看的许可已经失效,请返回重新操作。"


class FormMalformed(AppError):
    """Not multipart/form-data with fields first and the file last (S3: MalformedPOSTRequest)."""

    status = 400
    code = "upload_form_malformed"
    title = "上传的数据格式不正确,请重新上传。"


class FormTooLarge(AppError):
    """Told by its length to hold more than any file may have; nothing of it is looked at."""

    status = 413
    code = "file_too_large"
    title = "文件太大,请返回查看大小要求后重新选择文件。"


class FormTooSlow(AppError):
    """Less than the least that has to come within a while: the place is for the next one."""

    status = 408
    code = "upload_too_slow"
    title = "网络太慢,文件没有传完。请换个信号好的地方,或者把照片拍小一点,再传一次。"


class FileSizeDiffers(AppError):
    """More or fewer bytes than were declared (S3: EntityTooLarge, EntityTooSmall)."""

    status = 400
    code = "file_size_differs"
    title = "收到的文件大小与您选择的不一致,请重新上传。"


# What a page whose form sends a file may be refused with.
OF_FORMS = (
    FormMalformed,
    FormTooLarge,
    FormTooSlow,
    TooManyUploads,
    StorageUnavailable,
    FilesNotUsable,
)
