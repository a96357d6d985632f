package drawn

import "vestibule/internal/consent"

// News is what of a page's change has to be told to somebody who does not see
// it, whatever has the focus: what the devices' rows assure now, and who began
// to use a device. Not what was there before, and not every look at a device.
func News(old, now consent.Page) []string {
	var news []string
	row := func(old, now *consent.Row) {
		if old == nil || now == nil {
			return
		}
		if now.NowStrong != "" && now.NowStrong != old.NowStrong {
			news = append(news, now.Title+": "+now.NowStrong)
		}
		if now.Assurance != "" && now.Assurance != old.Assurance {
			news = append(news, now.Title+": "+now.Assurance)
		}
	}
	row(old.Camera, now.Camera)
	row(old.Microphone, now.Microphone)
	return news
}
