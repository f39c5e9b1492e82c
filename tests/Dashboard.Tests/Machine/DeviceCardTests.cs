using Angioboard.Dashboard.Machine;
using Angioboard.Dashboard.Tests.Datasets;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Machine;

public sealed class DeviceCardTests
{
    private static readonly DeviceState Gpu = new()
    {
        Id = "GPU-1", Name = "GPU 0: NVIDIA H100", Index = 0, Utilization = 97, MemoryUsed = 60_000_000_000, MemoryTotal = 80_000_000_000,
        Temperature = 66,
        Power = 512, Blocked = "GPU 0: NVIDIA H100 is used by bob: python train.py (60.0 GB)",
        Processes = [new DeviceProcess(4711, "bob", "python <script>", 60_000_000_000, null)],
    };

    [Fact]
    public async Task A_gpu_in_use_by_others_names_them_and_offers_no_button_to_viewers()
    {
        DatasetsContext context = new();

        IRenderedComponent<DeviceCard> card = Card(context, Gpu, null);

        Assert.Contains("66 °C, 512 W", card.Markup, StringComparison.Ordinal);
        Assert.Contains("bob: python <script>", card.Find(".processes").TextContent, StringComparison.Ordinal);
        Assert.Contains("Not free", card.Markup, StringComparison.Ordinal);
        Assert.Empty(card.FindAll("button"));
        await context.EndAsync();
    }

    [Fact]
    public async Task A_device_is_reserved_until_a_time_and_released()
    {
        DatasetsContext context = new();
        MachineMonitor monitor = context.Services.GetRequiredService<MachineMonitor>();
        await monitor.LookAsync(Xunit.TestContext.Current.CancellationToken);
        Reservations reservations = context.Services.GetRequiredService<Reservations>();
        IRenderedComponent<DeviceCard> card = Card(context, monitor.Devices[0], null, mayReserve: true);

        card.Find("button").Click();
        card.Find("input[type=time]").Change("23:59");
        await card.Find("form").SubmitAsync();
        DeviceReservation kept = reservations.Find("cpu")!;
        card.Render(p => p.Add(c => c.Device, monitor.Devices[0]).Add(c => c.Reservation, kept));
        string reserved = card.Markup;
        card.FindAll("button").Single(button => button.TextContent.Trim() == "Release").Click();

        Assert.Equal("ada", kept.Owner);
        Assert.Equal("23:59", kept.Until!.Value.ToLocalTime().ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains("Reserved by ada until", reserved, StringComparison.Ordinal);
        Assert.DoesNotContain("Drain", reserved, StringComparison.Ordinal);
        Assert.Null(reservations.Find("cpu"));
        await context.EndAsync();
    }

    private static IRenderedComponent<DeviceCard> Card(DatasetsContext context, DeviceState device, DeviceReservation? reservation,
        bool mayReserve = false) =>
        context.Render<DeviceCard>(p => p.Add(c => c.Device, device).Add(c => c.Reservation, reservation).Add(c => c.User, "ada")
            .Add(c => c.MayReserve, mayReserve));
}
