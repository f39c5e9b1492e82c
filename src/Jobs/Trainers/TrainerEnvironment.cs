using System.Diagnostics;

namespace Angioboard.Jobs.Trainers;

/// <summary>
/// Which of the dashboard's environment variables its trainers get: those that programs, libraries and Angioboard itself read, and those
/// that the operator names. They do not get secrets of the service, such as a certificate's password, since all processes of a user can
/// read one another's.
/// </summary>
internal static class TrainerEnvironment
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD", "LIBTORCH",
        "GLIBC_TUNABLES", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "http_proxy", "https_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
    };

    private static readonly string[] Beginnings =
    [
        "ANGIOBOARD_", "LC_", "XDG_", "CUDA_", "NVIDIA_", "NCCL_", "OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "DNNL_", "ONEDNN_",
        "TORCH_", "PYTORCH_", "HF_", "DOTNET_", "MALLOC_",
    ];

    /// <summary>Removes everything from a new process's environment that it does not need.</summary>
    /// <param name="start">The process.</param>
    /// <param name="more">Further names; one that ends with <c>*</c> means all names with that beginning.</param>
    public static void Limit(ProcessStartInfo start, IReadOnlyList<string> more)
    {
        foreach (string name in start.Environment.Keys.Where(name => !IsPassed(name, more)).ToArray()) start.Environment.Remove(name);
    }

    private static bool IsPassed(string name, IReadOnlyList<string> more) =>
        Names.Contains(name) || Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal))
        || more.Any(wanted => wanted.EndsWith('*') ? name.StartsWith(wanted[..^1], StringComparison.Ordinal) : name == wanted);
}
