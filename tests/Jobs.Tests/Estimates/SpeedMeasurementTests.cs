using System.Globalization;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Tests.Estimates;

/// <summary>Measuring with the real program once, else with a script in its place.</summary>
public sealed class SpeedMeasurementTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly RunStore runs;
    private readonly DeviceSpeeds speeds;

    public SpeedMeasurementTests()
    {
        database = Database.Open(folder.File("data"));
        runs = new RunStore(database, new RunFeed());
        speeds = new DeviceSpeeds(database);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_program_measures_a_plausible_speed()
    {
        string printed = (await AngioboardProcess.RunAsync("speed", "--threads", "1")).Done().Output;

        Assert.InRange(double.Parse(printed, CultureInfo.InvariantCulture), 1e8, 1e13);
    }

    [Fact]
    public async Task A_device_is_measured_once_and_again_when_it_is_another()
    {
        string count = folder.File("count");
        string program = Script($"echo x >> {count}; echo 1.5e11");

        await MeasureAsync(program);
        await MeasureAsync(program);
        speeds.Put("cpu", speeds.Find("cpu")! with { Processor = "an older one" });
        await MeasureAsync(program);

        Assert.Equal(1.5e11, speeds.Find("cpu")!.Operations);
        Assert.Equal(2, (await File.ReadAllLinesAsync(count, Cancellation)).Length);
    }

    [Fact]
    public async Task A_program_that_ends_at_once_has_measured_all_the_same()
    {
        string program = Script("echo 1.5e11");

        for (int i = 0; i < 100; i++)
        {
            speeds.Put("cpu", new DeviceSpeed("an older one", 1, 1, DateTimeOffset.UnixEpoch, false));
            await MeasureAsync(program);
            Assert.Equal(1.5e11, speeds.Find("cpu")!.Operations);
        }
    }

    [Fact]
    public async Task A_processor_that_was_busy_is_measured_again_once_it_is_idle()
    {
        string count = folder.File("count");
        int looks = 0;

        await MeasureAsync(Script($"echo x >> {count}; wc -l < {count}"), () => ++looks < 6 ? 1000 : 0);

        Assert.Equal((2, false), (speeds.Find("cpu")!.Operations, speeds.Find("cpu")!.Busy));
    }

    [Theory]
    [InlineData("echo 'error: it broke' >&2; exit 2")]
    [InlineData("echo fast")]
    public async Task A_measurement_that_fails_is_left_out(string script)
    {
        await MeasureAsync(Script(script));

        Assert.Null(speeds.Find("cpu"));
    }

    [Fact]
    public async Task Nothing_is_measured_while_a_run_is_active()
    {
        runs.Add(new Run
        {
            Id = "demo/Train_1", Key = runs.NextKey(), Folder = folder.Path, Owner = "ada", Settings = new RunSettings(), SettingsHash = "",
            Created = DateTimeOffset.UnixEpoch, Status = RunStatus.Running,
        });
        using SpeedMeasurement measurement = Measurement(Script("echo 1e11"));

        await measurement.StartAsync(Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(300), Cancellation);
        await measurement.StopAsync(Cancellation);

        Assert.Null(speeds.Find("cpu"));
    }

    private async Task MeasureAsync(string program, Func<double?>? load = null)
    {
        using SpeedMeasurement measurement = Measurement(program, load);
        await measurement.StartAsync(Cancellation);
        await measurement.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(5), Cancellation);
    }

    private SpeedMeasurement Measurement(string program, Func<double?>? load = null) => new(
        new QueueSetup { Devices = () => [new DeviceState { Id = "cpu", Name = "the processor" }], Executable = program },
        speeds, runs, TimeProvider.System, NullLogger<SpeedMeasurement>.Instance)
    {
        Delay = TimeSpan.Zero, Again = TimeSpan.FromMilliseconds(10), Load = load ?? (() => 0),
    };

    private string Script(string body)
    {
        string path = folder.File("program");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
