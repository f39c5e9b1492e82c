using Angioboard.Core.Settings;
using Angioboard.Jobs.Clocks;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Supervision;

/// <summary>GPUs that fall off the bus during a run: the messages, and taking them out of service.</summary>
internal sealed class DeviceLoss(QueueSetup setup, AngioboardOptions options, TimeProvider time)
{
    private const string Self = "Angioboard";

    /// <summary>Why a device is gone, in one line; null if it is there or nothing is known about it.</summary>
    public string? WhyLost(string device) =>
        Find(device) is { Lost: true } gone ? $"its {gone.Name} is gone: nvidia-smi no longer lists it" : null;

    /// <summary>The same for a device whose loss the trainer reported.</summary>
    public string? Reported(string device, TrainerExit end) =>
        end.Cause == FailureCause.DeviceLost && device != DeviceSetting.Cpu
            ? $"its {Find(device)?.Name ?? device} is gone: {end.Reason}"
            : null;

    /// <summary>Lets nothing start on a device until an administrator opens it again.</summary>
    public void TakeOut(string device, string reason)
    {
        if (DeviceReservation.Read(options.DataFolder, device) is not { Drained: true })
            new DeviceReservation { Owner = Self, Drained = true,
                Reason = $"{reason} ({ServerClock.Text(time.GetUtcNow(), "yyyy-MM-dd HH:mm")})" }
                .Write(options.DataFolder, device);
        setup.DevicesChanged();
    }

    private DeviceState? Find(string device) => setup.Devices().FirstOrDefault(state => state.Id == device);
}
