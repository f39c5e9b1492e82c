using Angioboard.Core;
using Angioboard.Core.Formats;

namespace Angioboard.Jobs.Trainers;

/// <summary>A file that one process at a time holds open; the system lets go of it when that process ends, however it ends.</summary>
internal static class LockFile
{
    /// <summary>The lock; null while another process holds it.</summary>
    /// <exception cref="InputException">The file cannot be opened at all.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            // Opened for reading: another user's file must not be written to, but is a lock all the same.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
            && SystemFault.Shortage(e) is null && File.Exists(path))
        {
            return null;
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }
}
