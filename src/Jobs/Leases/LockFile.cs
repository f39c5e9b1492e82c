using System.Runtime.InteropServices;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Jobs.Leases;

/// <summary>A file that only one process at a time holds open. The system releases it when that process ends, however it ends.</summary>
internal static partial class LockFile
{
    // LOCK_EX | LOCK_NB, and the system's answer if another process has the lock.
    private const int Exclusive = 2 | 4, HeldByAnother = 11, HeldByAnotherOnMac = 35;

    /// <summary>The lock; null while another process holds it.</summary>
    /// <exception cref="InputException">The file cannot be opened, or is not a file.</exception>
    public static IDisposable? TryTake(string path)
    {
        try
        {
            // Opened for reading: another user's file cannot be written to, but can still be locked.
            if (OperatingSystem.IsWindows())
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None, bufferSize: 0);
            SafeFileHandle file = SafeOpen.ForLock(path);
            if (Lock((int)file.DangerousGetHandle(), Exclusive) == 0) return file;
            // Some network drives have no locks. There, only the holder's file keeps other trainers out.
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
