using System.ComponentModel;
using System.Runtime.InteropServices;
using Angioboard.Core.Data.Batches;
using Angioboard.Core.Devices;
using Angioboard.Core.Models.Kernels;
using Angioboard.Core.Settings;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Devices;

/// <summary>libtorch's exceptions for failing devices, in words.</summary>
public sealed class DeviceExceptionTests
{
    private const string OutOfMemory =
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.10 GiB of which 3.10 GiB is free. Including "
            + "non-PyTorch memory, this process has 75.99 GiB memory in use.";

    [Theory]
    [InlineData(OutOfMemory, DeviceFault.OutOfMemory)]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 23.69 GiB total capacity; 22.50 GiB already allocated; 9.31 MiB "
        + "free; 22.60 GiB reserved)", DeviceFault.OutOfMemory)]
    [InlineData("CUDA error: out of memory", DeviceFault.OutOfMemory)]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", DeviceFault.OutOfMemory)]
    [InlineData("[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate "
        + "4398046511104 bytes. Error code 12 (Cannot allocate memory)", DeviceFault.OutOfMemory)]
    [InlineData("CUDA error: unspecified launch failure\nCUDA kernel errors might be asynchronously reported", DeviceFault.DeviceLost)]
    [InlineData("CUDA error: uncorrectable ECC error encountered", DeviceFault.DeviceLost)]
    [InlineData("CUDA error: GPU is lost", DeviceFault.DeviceLost)]
    [InlineData("CUDA error: unknown error", DeviceFault.DeviceLost)]
    [InlineData("mat1 and mat2 shapes cannot be multiplied (2x8 and 16x5)", null)]
    [InlineData("CUDA error: device-side assert triggered", null)]
    public void Errors_of_libtorch_are_distinguished(string message, DeviceFault? fault) =>
        Assert.Equal(fault, DeviceException.Of(message));

    [Fact]
    public void Running_out_of_memory_names_the_batch_the_free_memory_and_what_to_do()
    {
        RunSettings settings =
            SettingsRules.Resolve(
                new RunSettings { Backbone = "vit(img=224,patch=16,dim=48,depth=2,heads=3)", BatchSize = 4, AccumulateGradBatches = 1 });
        using ExamBatch batch = new(empty(30, 1, 2, 2), [12, 6, 9, 3], [0, 1, 0, 1], ["a", "b", "c", "d"]);

        DeviceException failure = Assert.Throws<DeviceException>(
            () => DeviceException.Naming<double>(batch, settings, new Device("cuda:0"), () => throw new Win32Exception(OutOfMemory)));
        DeviceException alone = Assert.Throws<DeviceException>(
            () => DeviceException.Naming<double>(batch, settings with { BatchSize = 1 }, new Device("cuda:0"),
                () => throw new Win32Exception("CUDA error: out of memory")));

        Assert.Equal(DeviceFault.OutOfMemory, failure.Fault);
        Assert.Equal(
            "cuda:0 ran out of memory on a batch of 4 exams × 12 frames of 224 × 224: 3.3 of 84.9 GB were free; halve batch_size to 2 and "
                + "double accumulate_grad_batches to 2",
            failure.Message);
        Assert.EndsWith("take fewer frames (max_frames), a smaller image_size or a smaller backbone", alone.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Running_out_of_the_processors_memory_is_reported_in_the_same_way()
    {
        RunSettings settings = SettingsRules.Resolve(new RunSettings { Backbone = "vit(img=32,patch=16,dim=16,depth=1,heads=2)" });
        using ExamBatch batch = new(empty(30, 1, 2, 2), [12, 6], [0, 1], ["a", "b"]);

        DeviceException failure = Assert.Throws<DeviceException>(() => DeviceException.Naming(batch, settings, CPU, () => empty(1L << 50)));

        Assert.Matches(
            @"^cpu ran out of memory on a batch of 2 exams × 12 frames of 32 × 32: \d+\.\d of \d+\.\d GB were free; halve batch_size",
            failure.Message);
    }

    [Fact]
    public void A_kernels_failed_allocation_is_reported_in_the_same_way()
    {
        RunSettings settings = SettingsRules.Resolve(new RunSettings { Backbone = "vit(img=32,patch=16,dim=32,depth=1,heads=2)" });
        using ExamBatch batch = new(empty(30, 1, 2, 2), [12, 6], [0, 1], ["a", "b"]);

        DeviceException failure = Assert.Throws<DeviceException>(() => DeviceException.Naming(batch, settings, CPU, () =>
        {
            using Floats memory = new(1L << 50);
            return 0;
        }));

        Assert.Equal(DeviceFault.OutOfMemory, failure.Fault);
        Assert.StartsWith("cpu ran out of memory on a batch of 2 exams × 12 frames of 32 × 32: ", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_ended_the_process_is_found_in_its_output()
    {
        RunSettings settings = SettingsRules.Resolve(new RunSettings { BatchSize = 8, MaxFrames = 12 });
        const string before = "epoch 3/40\n", first = "terminate called after throwing an instance of ";

        (DeviceFault fault, string message) =
            DeviceException.OfAbort($"{before}{first}'c10::OutOfMemoryError'\n  what():  {OutOfMemory}\nframe #0: …", settings,
                "GPU-1")!.Value;
        (DeviceFault lost, string gone) =
            DeviceException.OfAbort($"{before}{first}'c10::Error'\n  what():  CUDA error: GPU is lost\nCUDA kernel …", settings,
                "GPU-1")!.Value;

        Assert.Equal((DeviceFault.OutOfMemory, DeviceFault.DeviceLost), (fault, lost));
        Assert.StartsWith(
            "GPU-1 ran out of memory on a batch of 8 exams × at most 12 frames of 224 × 224: 3.3 of 84.9 GB were free; halve batch_size to "
                + "4", message, StringComparison.Ordinal);
        Assert.StartsWith("GPU-1 stopped responding (CUDA error: GPU is lost)", gone, StringComparison.Ordinal);
        Assert.Null(DeviceException.OfAbort($"{before}{first}'std::bad_function_call'\n  what():  bad_function_call\n", settings, "GPU-1"));
        Assert.Null(DeviceException.OfAbort("error: CUDA out of memory is what somebody wrote\n", settings, "GPU-1"));
    }

    [Fact]
    public void Other_errors_pass_unchanged()
    {
        RunSettings settings = new();
        using ExamBatch batch = new(empty(1, 1, 2, 2), [1], [0], ["a"]);

        Assert.Throws<ExternalException>(() => DeviceException.Naming(batch, settings, CPU, () => ones(2, 3).reshape(4)));
    }
}
