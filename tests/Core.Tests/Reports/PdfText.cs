using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Core.Tests.Reports;

/// <summary>Reads PDFs with poppler's tools, which must be installed (Debian: poppler-utils).</summary>
internal static partial class PdfText
{
    /// <summary>The text of each page, in its layout.</summary>
    public static string[] Pages(string path) => Run("pdftotext", "-layout", path, "-").Split('\f')[..^1];

    /// <summary>
    /// Asserts what every report must be: vector graphics, with the embedded typeface, and no word beyond the edge of its page.
    /// </summary>
    public static void AssertVectorWithTextInside(string path)
    {
        string[] images = Run("pdfimages", "-list", path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, images.Length);

        string[] fonts = [.. Run("pdffonts", path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2)];
        Assert.NotEmpty(fonts);
        Assert.All(fonts, font => Assert.Matches(@"\+SourceSans3-(Regular|Semibold) .*\byes (yes|no) +yes\b", font));

        MatchCollection words = Word().Matches(Run("pdftotext", "-bbox", path, "-"));
        Assert.NotEmpty(words);
        Assert.All(words, word =>
        {
            double[] box = [.. word.Groups.Values.Skip(1).Select(edge => double.Parse(edge.Value, CultureInfo.InvariantCulture))];
            Assert.True(box[0] >= 20 && box[1] >= 20 && box[2] <= 842 - 20 && box[3] <= 595 - 10, word.Value);
        });
    }

    private static string Run(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    [GeneratedRegex("""<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">""")]
    private static partial Regex Word();
}
