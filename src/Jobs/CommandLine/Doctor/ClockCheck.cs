using System.Runtime.InteropServices;
using Angioboard.Jobs.Doctor;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>Whether the machine's clock is synchronised.</summary>
internal static partial class ClockCheck
{
    private const string Check = "clock";
    private const int Unsynchronised = 5; // TIME_ERROR

    // struct timex takes 208 bytes on 64-bit systems; zeros ask and set nothing.
    private const int AmpleBytes = 512;

    /// <summary>The finding; null where the system does not say.</summary>
    public static Finding? Of(TimeProvider time)
    {
        if (!OperatingSystem.IsLinux()) return null;
        string now = $"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC";
        return Adjust(new byte[AmpleBytes]) switch
        {
            < 0 => null,
            Unsynchronised => Finding.Caution(Check, $"{now}, not synchronised as far as the system knows",
                "let the machine set its clock by NTP (chrony, systemd-timesyncd)"),
            _ => Finding.Fine(Check, $"{now}, synchronised"),
        };
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int Adjust([In, Out] byte[] timex);
}
