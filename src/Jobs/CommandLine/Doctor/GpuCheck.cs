using System.Globalization;
using Angioboard.Core.Devices;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Machine;
using TorchSharp;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>GPUs, as nvidia-smi and libtorch see them.</summary>
internal static class GpuCheck
{
    private const string Smi = "nvidia-smi", Cuda = "CUDA";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The findings.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(TimeProvider time, CancellationToken cancellation)
    {
        using GpuQuery query = new(time, Longest);
        GpuSurvey survey = await query.AskAsync(cancellation);
        List<Finding> findings = [.. survey.Gpus.Select(Gpu), .. survey.Lost.Select(Lost)];
        bool has = survey.Gpus.Count > 0;
        if (survey.Problem is { } failure && survey.Lost.Count == 0)
            findings.Add(Finding.Fine(Smi, $"no GPU: {failure}"));
        if (torch.cuda.is_available())
            findings.Add(Usable(torch.cuda.device_count(), survey.Gpus.Count));
        else if (has)
            findings.Add(Finding.Problem(Cuda, CudaLibrary.Missing() ?? "libtorch has CUDA, but cannot use the GPUs",
                CudaLibrary.Missing() is null
                    ? "update the NVIDIA driver to one that fits libtorch's CUDA, and check CUDA_VISIBLE_DEVICES"
                    : "runs train on the processor until then"));
        else
            findings.Add(Finding.Fine(Cuda, "not used: runs train on the processor"));
        return findings;
    }

    private static Finding Gpu(GpuReading gpu)
    {
        string memory = gpu is { MemoryUsed: { } used, MemoryTotal: { } total }
            ? string.Create(CultureInfo.InvariantCulture, $", {(total - used) / 1e9:0.0} of {total / 1e9:0.0} GB free")
            : ", memory unknown";
        string driver = DriverVersion.Read() is { } version ? $", driver {version}" : "";
        return Finding.Fine(Smi, $"{gpu.Index}: {gpu.Model} ({gpu.Uuid}){memory}{driver}");
    }

    private static Finding Lost(string place) =>
        Finding.Problem(Smi, $"the GPU at {place} does not answer", "restart the machine, or reset the GPU as its administrator");

    private static Finding Usable(int seen, int listed)
    {
        string text = $"libtorch sees {seen} {(seen == 1 ? "GPU" : "GPUs")}: "
            + string.Join(", ", Enumerable.Range(0, seen).Select(index => CudaDevice.Uuid(index) ?? $"cuda:{index}"));
        return listed <= seen
            ? Finding.Fine(Cuda, text)
            : Finding.Caution(Cuda, $"{text}; nvidia-smi lists {listed}", "check CUDA_VISIBLE_DEVICES: it hides GPUs");
    }
}
