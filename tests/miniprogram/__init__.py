"""The mini-program without WeChat DevTools: nets in Node, and the world that they talk to."""
