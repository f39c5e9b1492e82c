using System.Runtime.InteropServices;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Jobs.Leases;

/// <summary>A file that one process at a time holds open; the system lets go of it when that process ends, however it ends.</summary>
internal static partial class LockFile
{
    // LOCK_EX | LOCK_NB, and what the system answers where another process has it.
    private const int Exclusive = 2 | 4, HeldByAnother = 11, HeldByAnotherOnMac = 35;

    /// <summary>The lock; null while another process holds it.</summary>
    /// <exception cref="InputException">The file cannot be opened at all, or is none.</exception>
    public static IDisposable? TryTake(string path)
    {
        try
        {
            // Opened for reading: another user's file must not be written to, but is a lock all the same.
            if (OperatingSystem.IsWindows()) return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None, bufferSize: 0);
            SafeFileHandle file = SafeOpen.ForLock(path);
            if (Lock((int)file.DangerousGetHandle(), Exclusive) == 0) return file;
            // Some network drives know no locks: there a trainer is kept out by what is written beside it alone.
            if (Marshal.GetLastPInvokeError() is not (HeldByAnother or HeldByAnotherOnMac)) return file;
            file.Dispose();
            return null;
        }
        catch (IOException) when (OperatingSystem.IsWindows() && File.Exists(path))
        {
            return null;
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int file, int operation);
}
