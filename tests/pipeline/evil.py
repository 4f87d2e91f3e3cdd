"""What a learner can write into a notebook to act in, load into, or mislead on a page.

Each is named by what a page does about it.
"""

from __future__ import annotations

EVIL = "evil.example"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>steal()</script></svg>'

MARKUP = {
    "a script is left out": "<script>steal()</script>",
    "a script in pieces is left out": "<scr<script>ipt>steal()</scr</script>ipt>",
    "a script behind a comment is left out": "<!--><script>steal()</script>-->",
    "a script in a title is left out": "<title><a title='</title><script>steal()</script>'>",
    "a script behind an open tag is left out": '<img alt="<script>steal()</script>',
    "an event handler is left out": '<b onclick="steal()" onmouseover=steal()>bold</b>',
    "an image that fails runs nothing": "<img src=x onerror=steal()>",
    "a link to a script is no link": '<a href="javascript:steal()">here</a>',
    "a disguised link to a script is no link": '<a href="&#106;ava&#x73;cript&colon;steal()">x</a>',
    "a link with a tab in its scheme is no link": '<a href="java\tscript:steal()">x</a>',
    "a link to a page of data is no link": '<a href="data:text/html,<script>steal()">x</a>',
    "a link to a picture of data is no link": '<a href="data:image/svg+xml,<svg>steal()">x</a>',
    "a frame is left out": f'<iframe src="https://{EVIL}/steal()"></iframe>',
    "a frame with its own page is left out": '<iframe srcdoc="<script>steal()</script>"></iframe>',
    "an object is left out": f'<object data="https://{EVIL}/x">steal()</object>',
    "an embedded file is left out": f'<embed src="https://{EVIL}/x">',
    "a form is left out": f'<form action="//{EVIL}/x"><input name=p><button>go</button></form>',
    "a picture from elsewhere is not loaded": f'<img src="https://{EVIL}/x.png" alt="a pixel">',
    "a picture without a scheme is not loaded": f'<img src="//{EVIL}/x.png">',
    "a picture with sources is not loaded": f'<img srcset="https://{EVIL}/x.png 2x" src="x.png">',
    "a picture of the neighbour's file is not loaded": '<img src="../../grace/week_5/steal()">',
    "a video is not loaded": f'<video src="https://{EVIL}/x" poster="https://{EVIL}/y">steal()</video>',
    "a stylesheet is left out": f'<link rel=stylesheet href="https://{EVIL}/x.css">',
    "a style element is left out": f"<style>@import 'https://{EVIL}/x';*{{display:none}}</style>",
    "a style cannot cover the page": '<div style="position:fixed;inset:0;background:#fff">a</div>',
    "a style cannot load": f'<p style="background:url(https://{EVIL}/x)">a</p>',
    "a table's background is not loaded": f'<table background="https://{EVIL}/x"><td>a</td></table>',
    "a class of ours cannot be borrowed": '<section class="autograder-card">✓ Right</section>',
    "an id cannot be taken twice": '<p id="top">a</p><p id="notebook">b</p><a name="top">c</a>',
    "a base cannot be set": f'<base href="https://{EVIL}/">',
    "the page cannot be left": f'<meta http-equiv="refresh" content="0;url=https://{EVIL}">',
    "a drawing in the text is left out": SVG,
    "mathematics with a script is left out": (
        '<math><mtext><table><mglyph><style><img title="--&gt;&lt;img src=1 onerror=steal()&gt;">'
    ),
    "a template is left out": "<template><script>steal()</script></template>",
    "a script in noscript is left out": '<noscript><p title="</noscript><script>steal()</script>">',
    "a script in a text field is left out": "<textarea></textarea><script>steal()</script>",
    "an end of the page does not end it": "</main></body></html><script>steal()</script>",
    "elements that never end are ended": "<div><ul><li><b><table><tr><td>a",
    "items without a list are no items": "<li>a</li><dl><p>b</p></dl><ul><p>c</p></ul>",
    "a heading of its own is a level further down": "<h1>One</h1><h6>Two</h6><h1></h1>",
    "a cell cannot span the page": '<table><tr><td colspan="99999999">a</td></tr></table>',
    "a bidi override in a reference is seen": "<p>&#x202E;gnp.exe</p>",
    "a control character in a reference is seen": "<p>&#27;[31m&#7;</p>",
    "a mark of our own formulas is no formula": "<p>\ue0000\ue001 &#xE000;0&#xE001;</p>",
}

MARKDOWN = {
    "a Markdown link to a script is no link": "[here](javascript:steal())",
    "a Markdown link by reference is no link": "[here][1]\n\n[1]: javascript:steal()",
    "an automatic link to a script is no link": "<javascript:steal()>",
    "a Markdown picture from elsewhere is not loaded": f"![a pixel](https://{EVIL}/x.png)",
    "a Markdown picture cannot leave its attribute": '![a](x"onerror="steal())',
    "a title cannot leave its attribute": '[a](https://a.example "x\\" onmouseover=\\"steal()")',
    "an attachment that is not there is no error": "![a](attachment:nothing.png)",
    "a fence cannot leave its block": "```html'><script>steal()</script>\na\n```",
    "a diagram needs no script": "```mermaid\ngraph TD; A-->B\n```",
    "a formula cannot hold HTML": r"$\text{<img src=x onerror=steal()>}$",
    "a formula cannot link": r"$\href{javascript:steal()}{x}$",
    "a formula cannot be styled": r"$\style{position:fixed}{x} \class{skip}{y} \cssId{top}{z}$",
    "a formula cannot push things about": r"$\hspace{9999em} \raise{99em}{x} \kern-999em$",
    "a formula in an attribute stays a text": '![$\\text{"onerror="steal()}$](x.png)',
    "a formula that ends the page does not": r"$$\text{</span></main><script>steal()</script>}$$",
}
