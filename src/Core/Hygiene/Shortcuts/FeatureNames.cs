namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>The features of an exam's files.</summary>
public static class FeatureNames
{
#pragma warning disable CS1591 // Words explains each.
    public const string Frames = "frames", Width = "width", Height = "height", Bytes = "bytes_per_frame", Quality = "jpeg_quality",
        Brightness = "brightness", Contrast = "contrast", StripBrightness = "strip_brightness", StripContrast = "strip_contrast",
        Rim = "rim_radius", Eye = "eye", Number = "exam_number", Date = "date";
#pragma warning restore CS1591

    /// <summary>Each with the words for it, in the order of tables.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new OrderedDictionary<string, string>
    {
        [Frames] = "number of frames",
        [Width] = "width",
        [Height] = "height",
        [Bytes] = "bytes per frame",
        [Quality] = "JPEG quality",
        [Brightness] = "brightness",
        [Contrast] = "contrast",
        [StripBrightness] = "brightness of the strip",
        [StripContrast] = "contrast of the strip",
        [Rim] = "radius of the field",
        [Eye] = "eye",
        [Number] = "number in the exam's name",
        [Date] = "date of the exam",
    };

    /// <summary>Features of the picture that models see: a disease that shines changes them too.</summary>
    public static bool AreOfPicture(string name) => name is Brightness or Contrast;

    /// <summary>The words for a feature; its name if it is of a later version.</summary>
    public static string Of(string name) => Words.TryGetValue(name, out string? words) ? words : name;
}
