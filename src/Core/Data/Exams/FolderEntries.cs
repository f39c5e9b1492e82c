using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Angioboard.Core.Data.Exams;

/// <summary>The names in an exam's folder, sorted by kind. Nothing is opened.</summary>
/// <param name="Frames">Names of JPEG files, in no order.</param>
/// <param name="Hidden">
/// Files that operating systems leave behind: <c>._1.jpg</c>, <c>.DS_Store</c>, <c>Thumbs.db</c>. They are ignored.
/// </param>
/// <param name="OtherFormats">Images with a frame's number that are not JPEGs: <c>2.png</c>.</param>
/// <param name="Misnamed">Possible JPEGs, or parts of them, with another extension: <c>2.jfif</c>, <c>2.jpg.part</c>.</param>
/// <param name="Folders">Folders with a frame's name.</param>
internal sealed partial record FolderEntries(
    IReadOnlyList<string> Frames, IReadOnlyList<string> Hidden, IReadOnlyList<string> OtherFormats, IReadOnlyList<string> Misnamed,
    IReadOnlyList<string> Folders)
{
    private static readonly string[] extensions = [".jpg", ".jpeg"];

    // Files of Windows, Synology and archive programs without a leading dot.
    private static readonly string[] systems =
    [
        "Thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "Icon\r", "__MACOSX", "@eaDir", "#recycle", "$RECYCLE.BIN",
        "System Volume Information", "lost+found",
    ];

    private static readonly EnumerationOptions everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Lists a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">It does not exist, or is not a folder.</exception>
    /// <exception cref="IOException">The system does not let it be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FolderEntries Of(string folder)
    {
        List<string> frames = [], hidden = [], otherFormats = [], misnamed = [], folders = [];
        FileSystemEnumerable<(string Name, bool IsFolder)> entries =
            new(folder, (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), everything);
        foreach ((string name, bool isFolder) in entries)
        {
            if (IsHidden(name)) hidden.Add(name);
            else if (IsJpeg(name)) (isFolder ? folders : frames).Add(name);
            else if (isFolder) continue;
            else if (OtherFormat().IsMatch(name)) otherFormats.Add(name);
            else if (JpegUnderAnotherEnding().IsMatch(name)) misnamed.Add(name);
        }
        return new FolderEntries(frames, Sorted(hidden), Sorted(otherFormats), Sorted(misnamed), Sorted(folders));
    }

    /// <summary>Whether it is an operating system's file or folder.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.') || systems.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsJpeg(string name) => extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    private static List<string> Sorted(List<string> names)
    {
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    [GeneratedRegex(
        @"^[0-9]+( ?\([0-9]+\))?\.(png|tiff?|bmp|gif|webp|jp2|j2k|jpx|jpf|heic|heif|avif|jxl|dcm|dicom|ima|pgm|ppm|pnm|exr|psd)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherFormat();

    /// <summary>Extensions of unfinished copies, backups and archives, trailing spaces, rare JPEG extensions, and none.</summary>
    [GeneratedRegex(
        @"^[0-9]+( ?\([0-9]+\))?(\.?|\.(jfif|jfi|jif|jpe)|\.jpe?g(~|\s+|\.(part|partial|crdownload|download|filepart|tmp|temp|bak|old|orig|gz|zip|bz2|xz|zst|[0-9]+)))$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JpegUnderAnotherEnding();
}
