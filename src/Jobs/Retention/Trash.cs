using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Retention;

/// <summary>
/// The place of deleted runs until retention removes them: <c>.trash</c> in the results folder, or beside a run that is elsewhere. A file
/// in the folder's old place keeps its number from being used again.
/// </summary>
internal static partial class Trash
{
    private const string Name = ".trash";
    private const string Stamp = "-yyyyMMddHHmmss";

    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };

    /// <summary>Whether the run's saved folder is in a trash. A run that was deleted when its folder was gone has none there.</summary>
    public static bool Holds(Run run) => run.Folder.Split(Path.DirectorySeparatorChar).Contains(Name);

    /// <summary>The trash of a results folder.</summary>
    public static string FolderIn(string results) => Path.Combine(results, Name);

    /// <summary>Moves a run's folder into the trash and returns its new path.</summary>
    /// <exception cref="InputException">It cannot be moved.</exception>
    public static string Put(Run run, string results, DateTimeOffset now)
    {
        string place = Place(run.Folder, results);
        if (Directory.Exists(place)) place += now.ToString(Stamp, CultureInfo.InvariantCulture);
        Move(run.Folder, place);
        HoldNumber(run.Folder, place);
        return place;
    }

    /// <summary>Moves a run's folder back to its old place and returns that path.</summary>
    /// <exception cref="InputException">It cannot be moved.</exception>
    public static string TakeBack(Run run)
    {
        string place = Original(run);
        if (!Directory.Exists(run.Folder)) throw new InputException($"{run.Title}: its folder {run.Folder} is gone from the trash");
        if (Directory.Exists(place)) throw new InputException($"{run.Title}: {place} is another run's by now; rename that folder first");
        File.Delete(place);
        try
        {
            Move(run.Folder, place);
        }
        catch (InputException)
        {
            HoldNumber(place, run.Folder);
            throw;
        }
        return place;
    }

    /// <summary>Where a run in the trash was before.</summary>
    public static string Original(Run run) => Original(run.Folder, run.Train);

    /// <summary>Where a missing folder may be in the trash, the most recently deleted first.</summary>
    public static IEnumerable<string> Places(string folder, string results)
    {
        string place = Place(folder, results);
        string parent = Path.GetDirectoryName(place)!, train = Path.GetFileName(place);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, $"{train}*", Visible).Where(path => TrainOf(path) == train)
                .OrderDescending(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The folders in the trash of a results folder, with their old paths.</summary>
    public static IEnumerable<(string Folder, string Original)> Folders(string results) =>
        RunImport.Folders(FolderIn(results)).Where(folder => File.Exists(new RunFolder(folder).Settings))
            .Select(folder => (folder, Original(folder, TrainOf(folder))));

    /// <summary>Whether the disk of a run in the trash is there: an unmounted folder is not gone.</summary>
    public static bool IsReachable(Run run)
    {
        string[] parts = run.Folder.Split(Path.DirectorySeparatorChar);
        return Directory.Exists(string.Join(Path.DirectorySeparatorChar, parts[..Array.LastIndexOf(parts, Name)]));
    }

    /// <summary>Keeps a deleted run's number from being used again, unless something is in its place.</summary>
    public static void HoldNumber(string folder, string place)
    {
        try
        {
            if (Directory.Exists(folder) || File.Exists(folder)) return;
            using FileStream holder = SafeOpen.Create(folder);
            holder.Write(Encoding.UTF8.GetBytes($"This run was deleted; its folder is in {place} until it is removed for good.\n"));
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // On a full disk the file stays empty, which is enough. Elsewhere the store still knows the number.
        }
    }

    /// <summary>Lets a number be used again.</summary>
    public static void FreeNumber(string folder)
    {
        try
        {
            if (File.Exists(folder)) File.Delete(folder);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // A number that stays taken does no harm.
        }
    }

    private static string Place(string folder, string results)
    {
        string inside = Path.GetRelativePath(results, folder);
        string root = inside.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(inside)
            ? Path.GetDirectoryName(folder)!
            : results;
        return Path.Combine(root, Name, Path.GetRelativePath(root, folder));
    }

    private static string Original(string folder, string train)
    {
        string[] parts = folder.Split(Path.DirectorySeparatorChar);
        int trash = Array.LastIndexOf(parts, Name);
        return string.Join(Path.DirectorySeparatorChar, [.. parts[..trash], .. parts[(trash + 1)..^1], train]);
    }

    private static string TrainOf(string folder) => Stamped().Replace(Path.GetFileName(folder), "");

    private static void Move(string from, string to)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            Directory.Move(from, to);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{from}: cannot be moved to {to}: {FileTrouble.Words(e)}", e);
        }
    }

    [GeneratedRegex(@"-\d{14}\z")]
    private static partial Regex Stamped();
}
