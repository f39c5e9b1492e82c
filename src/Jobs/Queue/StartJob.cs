namespace Angioboard.Jobs.Queue;

/// <summary>Starts a job that has got a device, on a thread of its own.</summary>
/// <param name="jobId">The run, or a run and a dataset.</param>
/// <param name="device">Its device: <c>cpu</c> or the GPU's UUID.</param>
public delegate void StartJob(string jobId, string device);
