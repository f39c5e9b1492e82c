using System.Globalization;

namespace Angioboard.Core.Files;

/// <summary>Folders of one kind beside each other, with numbers from 1: Train_1, Train_2; Study_1.</summary>
internal static class NumberedFolders
{
    /// <summary>
    /// Makes the next one, with N one more than the largest, either with its complete content or not at all. Who makes one at the same time
    /// gets another number.
    /// </summary>
    /// <param name="parent">The folder that they are in, which is made if it is not there.</param>
    /// <param name="prefix">What is before the number.</param>
    /// <param name="stage">The folder's name until it is complete.</param>
    /// <param name="fill">Writes its content into the folder of this path.</param>
    /// <param name="isFree">Whether a name may be used.</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static string Make(string parent, string prefix, string stage, Action<string> fill, Func<string, bool> isFree)
    {
        parent = Path.GetFullPath(parent);
        AtomicFile.CreateFolder(parent);
        string fresh = Path.Combine(parent, stage);
        AtomicFile.CreateFolder(fresh);
        try
        {
            fill(fresh);
            string path = Place(parent, prefix, fresh, isFree);
            // The parent may be new too.
            Disk.FlushNames(parent);
            if (Path.GetDirectoryName(parent) is { } above) Disk.FlushNames(above);
            return path;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw AtomicFile.Unwritable(parent, e);
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    // A folder is renamed into place. That fails if another folder has taken the name in the meantime and is not empty.
    private static string Place(string parent, string prefix, string fresh, Func<string, bool> isFree)
    {
        for (int n = Largest(parent, prefix) + 1; ; n++)
        {
            string path = Path.Combine(parent, $"{prefix}{n}");
            if (Directory.Exists(path) || File.Exists(path) || !isFree($"{prefix}{n}")) continue;
            try
            {
                Directory.Move(fresh, path);
                return path;
            }
            catch (IOException) when (Directory.Exists(path))
            {
                // Taken in the meantime.
            }
        }
    }

    private static int Largest(string parent, string prefix) => Directory.EnumerateFileSystemEntries(parent, $"{prefix}*")
        .Select(path => Path.GetFileName(path)[prefix.Length..])
        .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n < int.MaxValue ? n : 0)
        .DefaultIfEmpty(0).Max();
}
