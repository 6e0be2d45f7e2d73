// Package crowd makes congresses full of deputies up, the same each time. It knows nothing of what is measured among them.
package crowd

import "math/rand/v2"

// The commonest family names, the commoner the earlier, and characters of given names; some stand in both scripts.
var (
	families = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常")
	givens   = []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国志红梅海燕鹏飞宇浩俊凯健博文慧婷雪琳佳颖欣怡思晨子轩梓涵一诺雨泽宏春生永福贵成林森炎东晓云龙凤翔宁康乐安邦定庆祥瑞丰登科技学书画琴棋诗礼义仁智信忠孝廉耻勤俭")
)

// traditional are some of them as others write them.
var traditional = map[rune]rune{
	'张': '張', '刘': '劉', '陈': '陳', '杨': '楊', '黄': '黃', '赵': '趙', '吴': '吳', '孙': '孫', '马': '馬', '郑': '鄭',
	'谢': '謝', '许': '許', '韩': '韓', '邓': '鄧', '冯': '馮', '伟': '偉', '丽': '麗', '军': '軍', '艳': '豔', '华': '華',
	'兰': '蘭', '国': '國', '红': '紅', '鹏': '鵬', '飞': '飛', '云': '雲', '龙': '龍', '凤': '鳳', '宁': '寧', '庆': '慶',
}

// Name makes up a name: the commoner ones often, given names mostly of two characters.
func Name(dice *rand.Rand) string {
	family := families[int(float64(len(families))*dice.Float64()*dice.Float64())]
	n := []rune{family, givens[dice.IntN(len(givens))]}
	if dice.IntN(5) > 0 {
		n = append(n, givens[dice.IntN(len(givens))])
	}
	return string(n)
}

// Word is something to look for: a character, two, a whole name, now and then in the other script; or nothing at all.
func Word(dice *rand.Rand) string {
	n := []rune(Name(dice))
	switch dice.IntN(4) {
	case 0:
		return ""
	case 1:
		n = n[dice.IntN(len(n)):][:1]
	case 2:
		n = n[:2]
	}
	if dice.IntN(3) == 0 {
		for i, c := range n {
			if other, ok := traditional[c]; ok {
				n[i] = other
			}
		}
	}
	return string(n)
}
