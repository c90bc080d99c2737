/// What kind of content a session is about (logger rule S4).
enum ContentKind: String, Sendable, CaseIterable {
    case topic, video, audio, exercise, document, html5, slideshow, h5p, zim, quiz
}
