/** A person to ask: by telephone, or by writing in WeChat. */
Component({});
