namespace Angioboard.Jobs.Queue;

/// <summary>Begins a job that has got a device, on a thread of its own.</summary>
/// <param name="jobId">The run, or a run and a dataset.</param>
/// <param name="device">The device it has: <c>cpu</c> or the GPU's UUID.</param>
public delegate void StartJob(string jobId, string device);
