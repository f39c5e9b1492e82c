using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>An exam's features: means over its frames, and what its name tells.</summary>
internal sealed partial class ExamTraits
{
    private readonly Dictionary<string, double> values = [];

    /// <param name="exam">The exam.</param>
    /// <param name="frames">Facts of its frames.</param>
    /// <param name="traits">What was seen of them.</param>
    /// <param name="modality">The half that models see.</param>
    /// <param name="strip">Height of the strip.</param>
    public ExamTraits(Exam exam, IReadOnlyList<FrameFile> frames, IReadOnlyList<FrameTraits> traits, Modality modality, int strip)
    {
        (Exam, Stratum) = (exam, new Stratum(frames.Count, frames[0].Width, frames[0].Height));
        string name = exam.Name[(exam.Name.LastIndexOf('/') + 1)..];
        Number = FirstNumber().Match(name) is { Success: true } digits
            ? BigInteger.Parse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

        values[FeatureNames.Frames] = frames.Count;
        values[FeatureNames.Width] = frames.Average(frame => frame.Width);
        values[FeatureNames.Height] = frames.Average(frame => frame.Height);
        values[FeatureNames.Bytes] = traits.Average(frame => frame.Bytes);
        if (traits.All(frame => frame.Quality is not null)) values[FeatureNames.Quality] = traits.Average(frame => frame.Quality!.Value);
        values[FeatureNames.Brightness] = traits.Average(frame => frame.Mean);
        values[FeatureNames.Contrast] = traits.Average(frame => frame.Deviation);
        if (strip > 0)
        {
            values[FeatureNames.StripBrightness] = traits.Average(frame => frame.StripMean);
            values[FeatureNames.StripContrast] = traits.Average(frame => frame.StripDeviation);
            StripPicture = [.. Enumerable.Range(0, FrameGlance.StripWidth * FrameGlance.StripHeight)
                .Select(i => traits.Average(frame => frame.Strip[i]))];
        }
        double[] radii = [.. traits.Select(frame => frame.Radius).OfType<double>().Order()];
        if (radii.Length > 0)
            values[FeatureNames.Rim] = radii[radii.Length / 2] * FrameRegion.Of(frames[0].Width, frames[0].Height, modality, strip).Width;
        if (Eye().Match(name) is { Success: true } eye) values[FeatureNames.Eye] = eye.Groups["right"].Success ? 1 : 0;
        if (traits[0].Date is { } date) values[FeatureNames.Date] = date.Ticks / (double)TimeSpan.TicksPerDay;
    }

    /// <summary>The exam.</summary>
    public Exam Exam { get; }

    /// <summary>Its number of frames and their size.</summary>
    public Stratum Stratum { get; }

    /// <summary>The first number in its name, without the folders; null for none.</summary>
    public BigInteger? Number { get; }

    /// <summary>The mean of its frames' small strips; null without a strip.</summary>
    public double[]? StripPicture { get; }

    /// <summary>
    /// A feature's value; null if unknown. That of <see cref="FeatureNames.Number"/> is a rank among exams, and not here.
    /// </summary>
    public double? this[string feature] => values.TryGetValue(feature, out double value) ? value : null;

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstNumber();

    [GeneratedRegex("(?:^|[_. -])(?:L|OS|left|(?<right>R|OD|right))\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Eye();
}
